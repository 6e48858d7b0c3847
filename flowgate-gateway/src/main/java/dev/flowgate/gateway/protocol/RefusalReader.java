package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.flowgate.routing.UpstreamFailure.Cause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells from an upstream's error what in the request it refused. The status comes first: only those that blame the
 * request are read at all. Then codes and types are compared whole, and known phrases are looked for in messages, never
 * elsewhere: some servers repeat the request in their error.
 */
public final class RefusalReader {
    private static final int MAX_READ = 16 * 1024;

    /** Codes and types of OpenAI, of llama.cpp, and of Azure OpenAI for content. */
    private static final Set<String> CONTEXT_CODES =
            Set.of("context_length_exceeded", "exceed_context_size_error", "string_above_max_length");

    private static final Set<String> CONTENT_CODES =
            Set.of("content_filter", "content_policy_violation", "responsibleaipolicyviolation", "moderation_blocked");

    private static final List<String> CONTEXT_PHRASES = List.of(
            // OpenAI, vLLM, Mistral, DeepSeek, OpenRouter
            "maximum context length",
            "maximum context limit",
            "exceeds the context window",
            "string too long",
            // SGLang, llama.cpp, Ollama
            "longer than the model's context length",
            "exceeds the available context size",
            "exceeds the context length",
            "exceeds maximum context length",
            // Anthropic
            "prompt is too long",
            "exceed context limit",
            // xAI, Gemini
            "maximum prompt length",
            "exceeds the maximum number of tokens allowed");

    private static final List<String> CONTENT_PHRASES = List.of(
            // OpenAI, Azure OpenAI
            "content management policy",
            "rejected as a result of our safety system",
            "violating our usage policy",
            "content_policy_violation",
            // Anthropic
            "content filtering policy",
            // OpenRouter
            "requires moderation and your input was flagged");

    private RefusalReader() {}

    /**
     * Reads an error.
     *
     * @param status the HTTP status
     * @param encoding the {@code content-encoding}; null when there is none. One other than gzip and deflate is not read
     * @param body the body, of which the first {@value #MAX_READ} bytes count
     * @return what was refused; {@link Cause#OTHER} when the error does not say
     */
    public static Cause read(int status, @Nullable String encoding, byte[] body) {
        return switch (status) {
            case 400, 403, 413, 422 -> read(encoding, body);
            default -> Cause.OTHER;
        };
    }

    private static Cause read(@Nullable String encoding, byte[] body) {
        byte[] readable;
        try (InputStream in = decoded(encoding, body)) {
            readable = in.readNBytes(MAX_READ);
        } catch (IOException undecodable) {
            return Cause.OTHER;
        }
        Cause found = Cause.OTHER;
        try (JsonParser parser = Json.FACTORY.createParser(readable)) {
            String field = "";
            for (JsonToken token = parser.nextToken();
                    token != null && found == Cause.OTHER;
                    token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    field = parser.currentName();
                } else if (token == JsonToken.VALUE_STRING) {
                    found = judge(field, parser.getText());
                }
            }
        } catch (IOException noMoreJson) {
            // Cut off at the limit, or no JSON: what was understood so far counts.
            return found;
        }
        return found;
    }

    private static InputStream decoded(@Nullable String encoding, byte[] body) throws IOException {
        InputStream raw = new ByteArrayInputStream(body);
        return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "identity" -> raw;
            case "gzip", "x-gzip" -> new GZIPInputStream(raw);
            case "deflate" -> new InflaterInputStream(raw);
            default -> InputStream.nullInputStream();
        };
    }

    /** By the names that the value stands under in the errors of OpenAI, Anthropic, vLLM, Ollama and FastAPI. */
    private static Cause judge(String field, String value) {
        String text = value.toLowerCase(Locale.ROOT);
        return switch (field) {
            case "code", "type" -> ofCode(text);
            case "message", "error", "detail", "msg" -> ofMessage(text);
            default -> Cause.OTHER;
        };
    }

    private static Cause ofCode(String code) {
        if (CONTEXT_CODES.contains(code)) {
            return Cause.CONTEXT_WINDOW;
        }
        return CONTENT_CODES.contains(code) ? Cause.CONTENT_POLICY : Cause.OTHER;
    }

    private static Cause ofMessage(String message) {
        if (CONTEXT_PHRASES.stream().anyMatch(message::contains)) {
            return Cause.CONTEXT_WINDOW;
        }
        return CONTENT_PHRASES.stream().anyMatch(message::contains) ? Cause.CONTENT_POLICY : Cause.OTHER;
    }
}
