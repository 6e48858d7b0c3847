package dev.flowgate.process;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a service is asked at. An answer counts only from a port that the service itself holds. They may
 * differ from those that a running service was started with, except for {@code readiness}.
 *
 * @param readiness the {@code http} address that answers 2xx when the service is ready; null when owning the port is enough
 * @param readinessElsewhere the one that is asked instead where {@code readiness} answers 404, as a version of the service
 *     does that does not have it yet; null when 404 is not ready
 * @param liveness the {@code http} address that answers 2xx as long as the service works; null when having a process is
 *     enough. It is asked by {@link ServiceSupervisor#liveness} alone, and nothing is stopped because of it
 */
public record ServiceProbes(
        @Nullable URI readiness,
        @Nullable URI readinessElsewhere,
        @Nullable URI liveness) {

    /** A service that is asked nothing. */
    public static final ServiceProbes NONE = new ServiceProbes(null, null, null);

    /**
     * Returns the probes of a service that is only asked whether it is ready.
     *
     * @param readiness the {@code http} address that answers 2xx when it is; null when owning the port is enough
     * @return the probes
     */
    public static ServiceProbes readyAt(@Nullable URI readiness) {
        return new ServiceProbes(readiness, null, null);
    }

    /**
     * Returns these probes with another address for a service that answers 404 at the first one.
     *
     * @param elsewhere the {@code http} address that answers 2xx when the service is ready
     * @return a copy
     */
    public ServiceProbes orElseAt(URI elsewhere) {
        return new ServiceProbes(readiness, elsewhere, liveness);
    }

    /**
     * Returns these probes with one for liveness.
     *
     * @param address the {@code http} address that answers 2xx as long as the service works
     * @return a copy
     */
    public ServiceProbes aliveAt(URI address) {
        return new ServiceProbes(readiness, readinessElsewhere, address);
    }
}
