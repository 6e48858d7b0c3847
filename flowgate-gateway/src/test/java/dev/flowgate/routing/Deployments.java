package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deployments for tests. */
final class Deployments {
    private Deployments() {}

    static Deployment of(String group, String id) {
        return make(group, id, "up-" + id, null, null, null);
    }

    static Deployment named(String group, String id, String upstreamModel) {
        return make(group, id, upstreamModel, null, null, null);
    }

    static Deployment weighted(String group, String id, @Nullable Double weight) {
        return make(group, id, "up", weight, null, null);
    }

    static Deployment unusable(String group, String id, String problem) {
        return make(group, id, "up", null, null, problem);
    }

    static Deployment retrying(String group, String id, int numRetries) {
        return make(group, id, "up", null, numRetries, null);
    }

    private static Deployment make(
            String group,
            String id,
            String upstreamModel,
            @Nullable Double weight,
            @Nullable Integer numRetries,
            @Nullable String problem) {
        return new Deployment(
                id,
                group,
                "openai",
                Set.of(Protocol.OPENAI),
                upstreamModel,
                weight,
                null,
                null,
                null,
                null,
                null,
                numRetries,
                problem);
    }
}
