package dev.flowgate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.gateway.PageTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the page says of the fields of a request to what is done with them. */
class BodyFieldsPageTest {
    private static final String TITLE = "Body fields";
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "flowgate", "gateway", "protocol");
    private static final Pattern TEXT_IN_SOURCE = Pattern.compile("\"([a-z][a-z_]+)\"");

    /** What becomes of a field with a value that no field may have. */
    private enum Fate {
        READ(""),
        NOT_ALLOWED("400"),
        LEFT_OUT("left out"),
        PASSED_ON("goes upstream");

        /** How the page begins to say so. */
        private final String text;

        Fate(String text) {
            this.text = text;
        }

        static Fate of(String field) {
            try {
                RequestBody body = RequestBody.parse(body(field).getBytes(StandardCharsets.UTF_8));
                ByteArrayOutputStream upstream = new ByteArrayOutputStream();
                body.writeTo("m", upstream::write);
                return upstream.toString(StandardCharsets.UTF_8).contains("strange") ? PASSED_ON : LEFT_OUT;
            } catch (InvalidRequestException refused) {
                return String.valueOf(refused.getMessage()).contains(" must be ") ? READ : NOT_ALLOWED;
            }
        }

        private static String body(String field) {
            String strange = "\"" + field + "\":{\"strange\":{}}";
            return field.equals("model") ? "{" + strange + "}" : "{\"model\":\"m\"," + strange + "}";
        }
    }

    @Test
    void saysOfEachFieldWhatBecomesOfIt() throws IOException {
        assertThat(PageTable.below(TITLE)).isNotEmpty().allSatisfy(row -> {
            Fate fate = Fate.of(row.name());
            assertThat(row.hasStatus()).as(row.status()).isTrue();
            assertThat(row.isRead()).as(row.name()).isEqualTo(fate == Fate.READ);
            assertThat(row.text()).as(row.name()).startsWith(fate.text);
        });
    }

    /** The texts in the sources are only candidates: what counts is whether the code treats one as a field. */
    @Test
    void leavesNoFieldOut() throws IOException {
        Set<String> fields = new TreeSet<>();
        for (String candidate : candidates()) {
            if (Fate.of(candidate) != Fate.PASSED_ON) {
                fields.add(candidate);
            }
        }

        assertThat(fields).contains("model", "stream", "num_retries");
        assertThat(PageTable.below(TITLE).stream().map(PageTable.Row::name).collect(Collectors.toSet()))
                .containsAll(fields);
    }

    private static Set<String> candidates() throws IOException {
        Set<String> candidates = new TreeSet<>();
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                Matcher texts = TEXT_IN_SOURCE.matcher(Files.readString(source));
                while (texts.find()) {
                    candidates.add(texts.group(1));
                }
            }
        }
        return candidates;
    }
}
