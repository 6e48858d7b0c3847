package dev.flowgate.cli.real;

import dev.flowgate.auth.cliproxy.ManagementKey;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.json.JsonText;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks the programs that run which version they are. */
public final class ServerVersion {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,59}");

    private ServerVersion() {}

    /**
     * Asks a service that is ready. CLIProxyAPI tells its version only to those who have its management key, and locks
     * out who sends a wrong one: it is asked only when it was started with the key that is at hand.
     *
     * @param spec the service as it would be started now
     * @param isAsStarted whether it was started as that
     * @return the version; empty for other services, and when it does not say
     */
    public static Optional<String> ask(ServiceConfig service, ServiceSpec spec, boolean isAsStarted)
            throws InterruptedException {
        try {
            if (RealServices.isLiteLlm(service) && spec.readiness() != null) {
                String body = LocalHttp.get(spec.readiness(), null, LIMIT).body();
                return Optional.ofNullable(JsonText.readObject(body).get("litellm_version"))
                        .map(Object::toString)
                        .filter(ServerVersion::isPlausible);
            }
            String key = spec.environment().get(ManagementKey.VARIABLE);
            URI management = service.addressOf("/v0/management/debug").orElse(null);
            if (RealServices.isCliProxyApi(service) && isAsStarted && key != null && management != null) {
                return LocalHttp.get(management, Secret.of(key), LIMIT)
                        .headers()
                        .firstValue("X-CPA-VERSION")
                        .filter(ServerVersion::isPlausible);
            }
            return Optional.empty();
        } catch (IOException silent) {
            // That it answers is what readiness tells; the version is told by those that say it.
            return Optional.empty();
        }
    }

    private static boolean isPlausible(String version) {
        return PLAUSIBLE.matcher(version).matches();
    }
}
