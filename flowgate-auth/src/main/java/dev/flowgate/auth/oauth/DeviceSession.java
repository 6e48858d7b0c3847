package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A login under way with a device code (RFC 8628). */
final class DeviceSession implements AuthSession {
    private static final String STEP = "The device login";

    /** RFC 8628, section 3.5: what {@code slow_down} adds, for this and all further questions. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final Duration SLOWEST = Duration.ofMinutes(1);

    private final AuthContext context;
    private final OauthClient client;
    private final OauthEndpoints endpoints;
    private final OauthExchange exchange;
    private @Nullable Started started;

    /**
     * A login that has a code.
     *
     * @param endsAt when the code ends; null when that is not known
     * @param rests whether the next poll asks nothing: the library repeats a failed step sooner than the interval
     */
    private record Started(
            DeviceAuthorization authorization,
            Duration interval,
            @Nullable Instant endsAt,
            boolean rests) {
        AuthStatus pending() {
            return new AuthStatus.Pending(authorization.prompt(), interval);
        }

        Started asking(Duration newInterval) {
            return new Started(authorization, newInterval, endsAt, false);
        }

        Started resting(Duration newInterval) {
            return new Started(authorization, newInterval, endsAt, true);
        }
    }

    DeviceSession(AuthContext context, OauthClient client, OauthEndpoints endpoints) {
        this.context = context;
        this.client = client;
        this.endpoints = endpoints;
        this.exchange = new OauthExchange(client, context);
    }

    @Override
    public AuthStatus begin() throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(client.parameters());
        if (!client.scope().isEmpty()) {
            form.put("scope", client.scope());
        }
        OauthExchange.Outcome outcome =
                exchange.send(endpoints.required(OauthDeviceMethod.DEVICE_ENDPOINT), STEP, form);
        OauthError error = outcome.error();
        if (error != null) {
            throw new AuthException(STEP + " could not start: " + client.provider() + " refused it (" + error.words()
                    + "). " + error.advice(client));
        }
        DeviceAuthorization authorization = DeviceAuthorization.read(outcome.members(), client);
        Duration lifetime = authorization.lifetime();
        Started newLogin = new Started(
                authorization,
                authorization.interval(),
                lifetime == null ? null : context.clock().instant().plus(lifetime),
                false);
        started = newLogin;
        return newLogin.pending();
    }

    @Override
    public AuthStatus poll() throws IOException, InterruptedException {
        Started login = started;
        if (login == null) {
            throw new IllegalStateException("begin() comes first.");
        }
        Instant endsAt = login.endsAt();
        if (endsAt != null && context.clock().instant().isAfter(endsAt)) {
            return new AuthStatus.Denied("The code ended at " + endsAt + " without being entered. To get a new one: "
                    + client.loginCommand());
        }
        if (login.rests()) {
            started = login.asking(login.interval());
            return login.pending();
        }
        Map<String, String> form = new LinkedHashMap<>(client.tokenParameters());
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        form.put("device_code", login.authorization().deviceCode());
        OauthExchange.Outcome outcome;
        URI endpoint;
        try {
            endpoint = endpoints.required("token_endpoint");
            outcome = exchange.send(endpoint, STEP, form);
        } catch (HttpTimeoutException late) {
            // RFC 8628, section 3.5: who gets no answer in time asks less often from then on.
            Duration doubled = login.interval().multipliedBy(2);
            started = login.resting(doubled.compareTo(SLOWEST) < 0 ? doubled : SLOWEST);
            throw late;
        } catch (IOException passing) {
            started = login.resting(login.interval());
            throw passing;
        }
        OauthError error = outcome.error();
        if (error == null) {
            return new AuthStatus.Authorized(
                    TokenAnswer.read(outcome.members(), endpoint, context, client.scope(), null));
        }
        return switch (error.code()) {
            case "authorization_pending" -> login.pending();
            case "slow_down" -> {
                Started slower = login.asking(login.interval().plus(SLOWER));
                started = slower;
                yield slower.pending();
            }
            default -> denied(error);
        };
    }

    private AuthStatus denied(OauthError error) {
        return new AuthStatus.Denied("The provider says " + error.words() + ". " + error.advice(client));
    }
}
