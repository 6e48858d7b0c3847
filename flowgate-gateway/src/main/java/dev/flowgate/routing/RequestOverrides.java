package dev.flowgate.routing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request says about its own routing. Each part comes before what the deployment and the router say.
 *
 * @param numRetries further attempts within a group; null means not said
 * @param timeout limit of the request; null means not said
 * @param streamTimeout limit until the first chunk of a stream; null means not said
 * @param fallbacks the groups that stand in, in order; null means not said
 * @param disableFallbacks whether no group may stand in
 */
public record RequestOverrides(
        @Nullable Integer numRetries,
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        @Nullable List<String> fallbacks,
        boolean disableFallbacks) {
    /** A request that says nothing. */
    public static final RequestOverrides NONE = new RequestOverrides(null, null, null, null, false);

    /** Copies the fallbacks. */
    public RequestOverrides {
        fallbacks = fallbacks == null ? null : List.copyOf(fallbacks);
    }
}
