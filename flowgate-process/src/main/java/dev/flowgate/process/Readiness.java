package dev.flowgate.process;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service is ready, by one look at it.
 *
 * @param isReady whether the service itself owns its port and answers 2xx there; true also for a service without a port
 *     or readiness address that has what it was configured with
 * @param ownsPort whether the port belongs to the service; true for a service without a port
 * @param asked the address that was asked last; null when none was
 * @param statusCode what that address answered; null when none was asked or it did not answer completely
 * @param seen what was found, in a few words
 */
public record Readiness(
        boolean isReady,
        boolean ownsPort,
        @Nullable URI asked,
        @Nullable Integer statusCode,
        String seen) {}
