package dev.flowgate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.routing.UpstreamFailure.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalReaderTest {
    private static final String TOO_LONG = "{\"error\":{\"code\":\"context_length_exceeded\"}}";

    private static Cause read(int status, String body) {
        return RefusalReader.read(status, null, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CONTEXT_WINDOW|400|{\"error\":{\"message\":\"Please reduce it.\",\"code\":\"context_length_exceeded\"}}",
                "CONTEXT_WINDOW|400|{\"object\":\"error\",\"message\":\"This model's maximum context length is 8 tokens.\",\"code\":400}",
                "CONTEXT_WINDOW|400|{\"error\":{\"code\":400,\"type\":\"exceed_context_size_error\",\"n_ctx\":8}}",
                "CONTEXT_WINDOW|400|{\"error\":\"the input length exceeds the context length\"}",
                "CONTEXT_WINDOW|400|{\"type\":\"error\",\"error\":{\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}",
                "CONTEXT_WINDOW|413|{\"error\":{\"message\":\"Prompt is too long\"}}",
                "CONTEXT_WINDOW|422|{\"detail\":[{\"msg\":\"The input is longer than the model's context length\"}]}",
                "CONTENT_POLICY|400|{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}",
                "CONTENT_POLICY|400|{\"error\":{\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
                "CONTENT_POLICY|400|{\"error\":{\"message\":\"Output blocked by content filtering policy\"}}",
                "CONTENT_POLICY|403|{\"error\":{\"message\":\"The model requires moderation and your input was flagged\"}}",
                "OTHER|400|{\"error\":{\"message\":\"max_tokens must be 429 or less\",\"code\":\"invalid\"}}",
                "OTHER|422|{\"detail\":[{\"msg\":\"wrong\",\"input\":\"prompt is too long\"}]}",
                "OTHER|400|prompt is too long",
                "OTHER|400|``",
                "OTHER|500|{\"error\":{\"code\":\"context_length_exceeded\"}}",
                "OTHER|429|{\"error\":{\"message\":\"prompt is too long\"}}",
            })
    void judgesByStatusFirstAndByWhatServersSaySecond(Cause cause, int status, String body) {
        assertThat(read(status, body)).isEqualTo(cause);
    }

    @Test
    void readsCompressedErrorsAndSkipsWhatItCannotDecode() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(TOO_LONG.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(RefusalReader.read(400, "gzip", out.toByteArray())).isEqualTo(Cause.CONTEXT_WINDOW);
        assertThat(RefusalReader.read(400, "br", out.toByteArray())).isEqualTo(Cause.OTHER);
        assertThat(RefusalReader.read(400, "gzip", new byte[] {1, 2, 3})).isEqualTo(Cause.OTHER);
    }

    @Test
    void readsOnlyTheBeginning() {
        String padding = "\"x\":\"" + "a".repeat(17_000) + "\"";

        assertThat(read(400, "{\"error\":{\"code\":\"context_length_exceeded\"}," + padding + "}"))
                .isEqualTo(Cause.CONTEXT_WINDOW);
        assertThat(read(400, "{" + padding + ",\"error\":{\"code\":\"context_length_exceeded\"}}"))
                .isEqualTo(Cause.OTHER);
    }
}
