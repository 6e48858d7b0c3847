package dev.flowgate.auth.cliproxy;

import dev.flowgate.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which key a server refused, so that looking at several providers sends it once: at the fifth refusal the
 * server shuts everybody of this machine out for half an hour. Safe for use by several threads.
 */
final class RefusedKeys {
    /** Four refusals in half an hour at the most, which the server forgives. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Map<URI, Refusal> refusals = new ConcurrentHashMap<>();

    boolean contains(URI server, Secret key, Instant now) {
        Refusal refusal = refusals.get(server);
        return refusal != null
                && refusal.key().equals(key)
                && now.isBefore(refusal.at().plus(MEMORY));
    }

    void add(URI server, Secret key, Instant now) {
        refusals.put(server, new Refusal(key, now));
    }

    private record Refusal(Secret key, Instant at) {}
}
