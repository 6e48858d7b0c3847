package dev.flowgate.process;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Decides what is to become of a service that ended. It looks at nothing but its arguments. */
final class RestartRules {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final RestartBackoff backoff;
    private final RandomGenerator random;

    RestartRules(RestartBackoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** Returns the longest pause that there is, with the jitter. */
    Duration longestPause() {
        return Duration.ofNanos((long) (backoff.longest().toNanos() * (1 + backoff.jitter())));
    }

    /**
     * Decides after the service's process ended without being asked to.
     *
     * @param watched the service
     * @param exit how it ended
     * @param wasReady whether it was ready before
     * @param history its earlier failures
     * @param now the time of the decision
     */
    RestartDecision afterExit(
            WatchedService watched, ServiceExit exit, boolean wasReady, RestartHistory history, Instant now) {
        Integer code = exit.code();
        // Some servers exit with 0 when their port is taken: without having been ready that is no success.
        boolean succeeded =
                code != null && code == 0 && (wasReady || watched.spec().port() == 0);
        if (watched.restart() == RestartPolicy.NO || (watched.restart() == RestartPolicy.ON_FAILURE && succeeded)) {
            return new RestartDecision.Leave();
        }
        if (code != null && watched.permanentExitCodes().contains(code)) {
            return new RestartDecision.GiveUp(exit.describe() + " says that its configuration is wrong");
        }
        if (code != null && !wasReady && (code == NOT_EXECUTABLE || code == NOT_FOUND)) {
            return new RestartDecision.GiveUp(exit.describe() + " says that its program cannot be executed");
        }
        return again(history, now);
    }

    /** Decides after a new start failed before there was a process. */
    RestartDecision afterFailedStart(ProcessException failed, RestartHistory history, Instant now) {
        ProcessFailure failure = failed.failure();
        boolean permanent = failure instanceof ProcessFailure.ProgramNotRunnable
                || failure instanceof ProcessFailure.NoWorkingDirectory
                || failure instanceof ProcessFailure.PortInUse
                || failure instanceof ProcessFailure.SpawnFailed
                || failure instanceof ProcessFailure.Unsupported;
        return permanent ? new RestartDecision.GiveUp(String.valueOf(failed.getMessage())) : again(history, now);
    }

    private RestartDecision again(RestartHistory history, Instant now) {
        RestartHistory with = history.failed(now, backoff.loopWindow());
        boolean loop = with.recent().size() >= backoff.loopFailures();
        return new RestartDecision.Restart(
                loop ? backoff.loopPause(random) : backoff.pause(history.failures(), random), with, loop);
    }
}
