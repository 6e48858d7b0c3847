package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.time.Duration;
import java.util.EnumSet;
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
 * @param rpm requests a minute, used as a share when no weight is configured; null means not configured
 * @param tpm tokens a minute, used as a share when neither weight nor rpm is configured; null means not configured
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
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        @Nullable Duration cooldownTime,
        @Nullable Integer numRetries,
        @Nullable String problem) {

    /** Copies the protocols. */
    public Deployment {
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
