package dev.flowgate.process;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.util.Set;

/**
 * A service that a {@link Supervision} watches.
 *
 * @param spec what it is started with when it is started again
 * @param restart when it is started again. {@link RestartPolicy#ON_FAILURE} takes the exit code 0 for a success, except
 *     from a service with a port that was never ready
 * @param permanentExitCodes the exit codes, 1 to 255, after which trying again cannot help
 */
public record WatchedService(ServiceSpec spec, RestartPolicy restart, Set<Integer> permanentExitCodes) {
    /** {@code EX_CONFIG} of {@code sysexits.h}: something was found in an unconfigured or misconfigured state. */
    public static final int CONFIGURATION_ERROR = 78;

    /** Copies the exit codes. */
    public WatchedService {
        permanentExitCodes = Set.copyOf(permanentExitCodes);
    }

    /**
     * Returns a service for which {@link #CONFIGURATION_ERROR} is the only permanent failure among the exit codes.
     *
     * @param spec what it is started with
     * @param restart when it is started again
     * @return the service to watch
     */
    public static WatchedService of(ServiceSpec spec, RestartPolicy restart) {
        return new WatchedService(spec, restart, Set.of(CONFIGURATION_ERROR));
    }
}
