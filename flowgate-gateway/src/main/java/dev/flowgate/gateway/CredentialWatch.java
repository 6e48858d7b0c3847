package dev.flowgate.gateway;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference.StoredCredential;
import dev.flowgate.secret.StoredToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a stored credential was replaced, removed, or has expired, by looking at the files' attributes once a second
 * on a thread of its own. No request waits for it, and a gateway without such credentials has no such thread. Used by one
 * thread at a time, apart from what is synchronized.
 */
final class CredentialWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialWatch.class);
    private static final long INTERVAL_MILLIS = 1000;

    private final Supplier<LiteLlmConfig> config;
    private final Clock clock;
    private final Runnable changed;
    private final Map<StoredCredential, Seen> seen = new HashMap<>();
    private @Nullable Map<StoredCredential, Optional<Secret>> inForce;
    private @Nullable ScheduledExecutorService timer;

    /**
     * Prepares a watch.
     *
     * @param config the configuration in force
     * @param changed makes the requests to come use the credentials that there are now
     */
    CredentialWatch(Supplier<LiteLlmConfig> config, Clock clock, Runnable changed) {
        this.config = config;
        this.clock = clock;
        this.changed = changed;
    }

    /** What tells one file from the one before under its name. */
    private record Look(@Nullable Object key, long modified, long size) {}

    /**
     * What a file held when it was looked at.
     *
     * @param token null when it could not be used
     */
    private record Seen(@Nullable Look look, @Nullable StoredToken token) {}

    /** Starts to look, if there is something to look at and that was not done before. */
    synchronized void start() {
        if (timer == null && references(config.get()).findAny().isPresent()) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "flowgate-credential-watch");
                thread.setDaemon(true);
                return thread;
            });
            var unused =
                    timer.scheduleWithFixedDelay(this::check, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.shutdown();
        }
    }

    private void check() {
        try {
            Map<StoredCredential, Optional<Secret>> now = look();
            // The first look always counts: a file may have changed since the gateway read it.
            if (!now.equals(inForce)) {
                changed.run();
                inForce = now;
            }
        } catch (RuntimeException failure) {
            LOG.error("A change of credentials could not be followed; the earlier ones stay in use.", failure);
        }
    }

    private Map<StoredCredential, Optional<Secret>> look() {
        Map<StoredCredential, Optional<Secret>> usable = new HashMap<>();
        references(config.get()).forEach(reference -> usable.computeIfAbsent(reference, this::usable));
        seen.keySet().retainAll(usable.keySet());
        return usable;
    }

    private Optional<Secret> usable(StoredCredential reference) {
        Look look = look(reference);
        Seen known = seen.get(reference);
        if (known == null || look == null || !look.equals(known.look())) {
            known = new Seen(look, read(reference));
            seen.put(reference, known);
        }
        StoredToken token = known.token();
        try {
            return token == null ? Optional.empty() : Optional.of(token.secretAt(clock.instant()));
        } catch (SecretException expired) {
            return Optional.empty();
        }
    }

    private static @Nullable StoredToken read(StoredCredential reference) {
        try {
            return reference.read();
        } catch (SecretException unusable) {
            // The deployment itself tells why, as soon as it is made anew.
            return null;
        }
    }

    private static @Nullable Look look(StoredCredential reference) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(reference.path(), BasicFileAttributes.class);
            return new Look(attributes.fileKey(), attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (IOException absent) {
            return null;
        }
    }

    private static Stream<StoredCredential> references(LiteLlmConfig config) {
        return config.deployments().stream()
                .map(DeploymentConfig::apiKey)
                .filter(StoredCredential.class::isInstance)
                .map(StoredCredential.class::cast);
    }
}
