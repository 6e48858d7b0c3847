package dev.flowgate.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one request says about its own routing. Each part comes before what the deployment and the router say.
 *
 * @param numRetries further attempts within a group; null means not said
 * @param timeout limit of the request; null means not said
 * @param streamTimeout limit until the first chunk of a stream; null means not said
 * @param fallbacks which models stand in
 * @param rehearsal the failure to begin with, in place of a first attempt; null means none
 */
public record RequestOverrides(
        @Nullable Integer numRetries,
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        FallbackOverrides fallbacks,
        @Nullable Rehearsal rehearsal) {
    /** A request that says nothing. */
    public static final RequestOverrides NONE = new RequestOverrides(null, null, null, FallbackOverrides.NONE, null);
}
