package dev.flowgate.cli.service;

import dev.flowgate.cli.real.LocalHttp;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the running embedded engine says of itself at its readiness path. */
record EngineState(String profile, long generation) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 50;

    /** Asks the engine; empty when it does not answer or does not say. */
    static Optional<EngineState> ask(URI readiness) throws InterruptedException {
        try {
            Map<String, @Nullable Object> members =
                    JsonText.readObject(LocalHttp.get(readiness, null, PATIENCE).body());
            return members.get("profile") instanceof String profile
                            && members.get("generation") instanceof Number generation
                    ? Optional.of(new EngineState(profile, generation.longValue()))
                    : Optional.empty();
        } catch (IOException noAnswer) {
            // An engine that is just starting or stopping does not answer; the caller decides what that means.
            return Optional.empty();
        }
    }

    /** Waits until the engine has taken a profile over since it was in an earlier state. */
    static boolean awaitProfile(URI readiness, String profile, long earlierGeneration, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            Optional<EngineState> now = ask(readiness);
            if (now.isPresent()
                    && now.get().profile().equals(profile)
                    && now.get().generation() > earlierGeneration) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } while (System.nanoTime() < deadline);
        return false;
    }
}
