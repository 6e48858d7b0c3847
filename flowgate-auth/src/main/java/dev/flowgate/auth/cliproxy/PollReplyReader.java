package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.ServerText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers to the question how a login stands. */
final class PollReplyReader {
    private PollReplyReader() {}

    static PollReply read(Map<String, @Nullable Object> body, ManagementAccess access, String state) {
        String status = JsonFields.text(body, "status");
        return switch (status == null ? "" : status) {
            case "wait" -> new PollReply.Waiting();
            case "ok" -> new PollReply.Done();
            case "device_code" -> ask(body, "verification_uri");
            case "auth_url" -> ask(body, "url");
            case "error" -> {
                String error = JsonFields.text(body, "error");
                yield new PollReply.Failed(
                        error == null
                                ? "no reason"
                                : ServerText.quote(
                                        error, List.of(state, access.key().reveal())));
            }
            default -> throw ManagementProblem.notCliProxyApi(access.base());
        };
    }

    private static PollReply ask(Map<String, @Nullable Object> body, String member) {
        URI url = JsonFields.webAddress(body, member);
        String code = JsonFields.text(body, "user_code");
        return url == null
                ? new PollReply.Waiting()
                : new PollReply.Ask(url, code == null ? null : ServerText.quote(code));
    }
}
