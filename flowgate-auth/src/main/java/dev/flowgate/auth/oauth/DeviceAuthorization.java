package dev.flowgate.auth.oauth;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.LoginPrompt;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a device authorization request (RFC 8628, section 3.2). Its {@link #toString()} shows no code.
 *
 * @param deviceCode what to ask for the token with
 * @param prompt what the user is to do
 * @param lifetime how long the codes are good; null when the server does not say
 * @param interval the shortest time between two questions
 */
record DeviceAuthorization(
        String deviceCode, LoginPrompt prompt, @Nullable Duration lifetime, Duration interval) {
    /** RFC 8628, section 3.2: what holds when the server does not say. */
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    static DeviceAuthorization read(Map<String, @Nullable Object> members, OauthClient client) {
        String deviceCode = text(members, "device_code").orElseThrow(() -> missing("device_code", client));
        String userCode = text(members, "user_code").orElseThrow(() -> missing("user_code", client));
        Optional<Duration> lifetime = TokenAnswer.seconds(members.get("expires_in"));
        // The second name is that of the drafts before the RFC, which Google still uses.
        URI address = text(members, "verification_uri_complete")
                .or(() -> text(members, "verification_uri"))
                .or(() -> text(members, "verification_url"))
                .flatMap(DeviceAuthorization::webAddress)
                .orElseThrow(() -> missing("verification_uri", client));
        String note = lifetime.map(time -> "The code is good for " + words(time) + ".")
                .orElse(null);
        return new DeviceAuthorization(
                deviceCode,
                new LoginPrompt(address, ServerText.quote(userCode), false, note),
                lifetime.orElse(null),
                TokenAnswer.seconds(members.get("interval")).orElse(DEFAULT_INTERVAL));
    }

    @Override
    public String toString() {
        return "DeviceAuthorization[interval=" + interval + "]";
    }

    /** A browser is sent there, so that nothing but a page will do: no file, no script. */
    private static Optional<URI> webAddress(String text) {
        try {
            URI address = URI.create(text);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            return web && address.getHost() != null ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            // Treated as missing: there is nothing that could be opened.
            return Optional.empty();
        }
    }

    private static String words(Duration time) {
        long minutes = time.toMinutes();
        if (minutes == 0) {
            return time.toSeconds() + " seconds";
        }
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }

    private static Optional<String> text(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static AuthException missing(String name, OauthClient client) {
        return new AuthException("The device authorization endpoint answered without a usable " + name
                + " (RFC 8628, section 3.2). Check its address: "
                + client.settings().path(OauthDeviceMethod.DEVICE_ENDPOINT));
    }
}
