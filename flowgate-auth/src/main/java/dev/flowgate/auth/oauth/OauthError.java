package dev.flowgate.auth.oauth;

import dev.flowgate.auth.http.ServerText;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of an authorization server (RFC 6749, sections 4.1.2.1 and 5.2).
 *
 * @param code its code, such as {@code invalid_grant}; fit to be shown
 * @param description what the server says of it, fit to be shown; null when it says nothing
 */
record OauthError(String code, @Nullable String description) {

    static Optional<OauthError> read(Map<String, ?> members, Collection<String> secrets) {
        if (!(members.get("error") instanceof String code) || code.isBlank()) {
            return Optional.empty();
        }
        String description = members.get("error_description") instanceof String text && !text.isBlank()
                ? ServerText.quote(text, secrets)
                : null;
        return Optional.of(new OauthError(ServerText.quote(code, secrets), description));
    }

    /** Whether the same request may succeed in a moment (RFC 6749, section 4.1.2.1). */
    boolean isPassing() {
        return code.equals("temporarily_unavailable") || code.equals("server_error");
    }

    /** The server's words: {@code invalid_scope: No such scope}. */
    String words() {
        return description == null ? code : code + ": " + description;
    }

    /** What to do about it, as one or two sentences. */
    String advice(OauthClient client) {
        return switch (code) {
            case "access_denied" ->
                "Somebody declined it, or the account may not do this. To try again: " + client.loginCommand();
            case "expired_token" -> "The code was not entered in time. To get a new one: " + client.loginCommand();
            case "invalid_client" ->
                "Check client_id, client_secret and client_authentication in " + entry(client) + ".";
            case "invalid_scope" -> "Check scope in " + entry(client) + ".";
            case "unauthorized_client", "unsupported_grant_type", "unsupported_response_type" ->
                "The provider does not let this client log in this way: register the client for it, or use another"
                        + " method in " + entry(client) + ".";
            case "invalid_grant" -> "Log in again: " + client.loginCommand();
            default -> "Check " + entry(client) + ", then try again: " + client.loginCommand();
        };
    }

    private static String entry(OauthClient client) {
        return "auth.providers." + client.provider();
    }
}
