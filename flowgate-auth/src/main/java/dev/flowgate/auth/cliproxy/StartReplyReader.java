package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.ServerText;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers to the start of a login; each provider's has other members. */
final class StartReplyReader {
    private StartReplyReader() {}

    static StartReply read(Map<String, @Nullable Object> body, URI base) {
        String state = JsonFields.text(body, "state");
        if (state == null) {
            throw ManagementProblem.notCliProxyApi(base);
        }
        URI url = JsonFields.webAddress(body, "url");
        String code = JsonFields.text(body, "user_code");
        Duration lifetime = body.get("expires_in") instanceof Number seconds && seconds.longValue() > 0
                ? Duration.ofSeconds(seconds.longValue())
                : null;
        return new StartReply.Started(
                state,
                url == null ? JsonFields.webAddress(body, "verification_uri") : url,
                code == null ? null : ServerText.quote(code),
                lifetime);
    }
}
