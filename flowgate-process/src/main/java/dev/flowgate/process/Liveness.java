package dev.flowgate.process;

import org.jspecify.annotations.Nullable;

/**
 * Whether a service that runs still works, by one look at it.
 *
 * @param isLive whether it answers 2xx at its liveness address; also true as long as its process runs and it has no such
 *     address, or has never been ready and may still take its time for that
 * @param statusCode what the liveness address answered; null when it was not asked or did not answer completely
 * @param seen what was found, in a few words
 */
public record Liveness(boolean isLive, @Nullable Integer statusCode, String seen) {}
