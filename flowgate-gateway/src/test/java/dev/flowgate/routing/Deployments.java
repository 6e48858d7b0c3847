package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deployments for tests. */
final class Deployments {
    private Deployments() {}

    static Deployment of(String group, String id) {
        return make(group, id, "up-" + id, null, null);
    }

    static Deployment named(String group, String id, String upstreamModel) {
        return make(group, id, upstreamModel, null, null);
    }

    static Deployment weighted(String group, String id, @Nullable Double weight) {
        return make(group, id, "up", weight, null);
    }

    static Deployment unusable(String group, String id, String problem) {
        return make(group, id, "up", null, problem);
    }

    private static Deployment make(
            String group, String id, String upstreamModel, @Nullable Double weight, @Nullable String problem) {
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
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                problem);
    }
}
