package dev.flowgate.process;

import org.jspecify.annotations.Nullable;

/**
 * Whether a service is ready, by one look at it.
 *
 * @param isReady whether the service itself owns its port and answers 2xx there; true also for a service without a port
 *     or readiness address that has what it was configured with
 * @param ownsPort whether the port belongs to the service; true for a service without a port
 * @param statusCode what the readiness address answered; null when it was not asked or did not answer completely
 * @param seen what was found, in a few words
 */
public record Readiness(
        boolean isReady, boolean ownsPort, @Nullable Integer statusCode, String seen) {}
