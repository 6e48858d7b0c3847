package dev.flowgate.auth.http;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered. Its {@link #toString()} shows nothing of the body, where tokens are.
 *
 * @param status the HTTP status
 * @param headers the header
 * @param body the body; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and too long to copy
public record HttpAnswer(int status, HttpHeaders headers, byte[] body) {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERRORS = 500;

    /**
     * Reads the body as a JSON object in UTF-8.
     *
     * @return its members; empty when it is something else
     */
    public Optional<Map<String, @Nullable Object>> json() {
        try {
            return Optional.of(
                    Collections.unmodifiableMap(JsonText.readObject(new String(body, StandardCharsets.UTF_8))));
        } catch (IOException notJson) {
            // The caller says what it expected; the parser's words would quote the body.
            return Optional.empty();
        }
    }

    /** Returns whether the status is 200 to 299. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Returns whether the same request may succeed in a moment: 408, 429 and from 500 on. */
    public boolean isPassing() {
        return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + "]";
    }
}
