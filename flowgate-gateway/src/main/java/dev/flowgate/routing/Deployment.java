package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One upstream model as routing sees it. How to reach it is the business of whoever carries the request there.
 *
 * @param id unique within a configuration, and the same across reloads while the entry stays what it is
 * @param modelName the model group it belongs to; a {@code *} in it makes it a pattern
 * @param provider the provider's name, for a person to read
 * @param protocols the protocols it can be spoken to in, not empty
 * @param upstreamModel the name the upstream knows the model by; {@code *} stands for what the pattern captured
 * @param weight share of requests; null means not configured
 * @param rpm requests a minute: a limit to most strategies, a share to simple-shuffle when no weight is configured; null
 *     means not configured
 * @param tpm tokens a minute: a limit to most strategies, a share to simple-shuffle when neither weight nor rpm is
 *     configured; null means not configured
 * @param order the lowest is tried first, under pre-call checks; null means not configured
 * @param maxParallelRequests requests under way at once; null means not configured
 * @param tags which tagged requests it serves, under tag filtering
 * @param maxInputTokens the longest prompt it takes, under pre-call checks; null means unknown
 * @param inputCostPerToken in dollars; null means unknown
 * @param outputCostPerToken in dollars; null means unknown
 * @param timeout limit of a request; null means the router's
 * @param streamTimeout limit until the first chunk of a streamed request; null means the router's
 * @param cooldownTime how long it rests after failing; null means the router's, zero means never
 * @param numRetries further attempts after the first; null means the router's
 * @param problem why it cannot be used at all, such as an unset variable; null means that it can
 */
public record Deployment(
        String id,
        String modelName,
        String provider,
        Set<Protocol> protocols,
        String upstreamModel,
        @Nullable Double weight,
        @Nullable Long rpm,
        @Nullable Long tpm,
        @Nullable Integer order,
        @Nullable Integer maxParallelRequests,
        List<String> tags,
        @Nullable Long maxInputTokens,
        @Nullable Double inputCostPerToken,
        @Nullable Double outputCostPerToken,
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        @Nullable Duration cooldownTime,
        @Nullable Integer numRetries,
        @Nullable String problem) {

    /** Copies the protocols and tags. */
    public Deployment {
        tags = List.copyOf(tags);
        protocols = Set.copyOf(EnumSet.copyOf(protocols));
    }

    /**
     * Tells whether the model name is a pattern.
     *
     * @return whether it contains a {@code *}
     */
    public boolean isWildcard() {
        return modelName.indexOf('*') >= 0;
    }
}
