package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deployments for tests. */
final class Deployments {
    private final String group;
    private final String id;
    private String upstreamModel;
    private @Nullable Double weight;
    private @Nullable Integer numRetries;
    private @Nullable Long rpm;
    private @Nullable Long tpm;
    private @Nullable Integer order;
    private @Nullable Integer maxParallelRequests;
    private List<String> tags = List.of();
    private @Nullable Long maxInputTokens;
    private @Nullable Double cost;
    private @Nullable String problem;

    private Deployments(String group, String id) {
        this.group = group;
        this.id = id;
        this.upstreamModel = "up-" + id;
    }

    static Deployment of(String group, String id) {
        return like(group, id).make();
    }

    static Deployment named(String group, String id, String upstreamModel) {
        Deployments made = like(group, id);
        made.upstreamModel = upstreamModel;
        return made.make();
    }

    static Deployment weighted(String group, String id, @Nullable Double weight) {
        Deployments made = like(group, id);
        made.weight = weight;
        return made.make();
    }

    static Deployment unusable(String group, String id, String problem) {
        Deployments made = like(group, id);
        made.problem = problem;
        return made.make();
    }

    static Deployment retrying(String group, String id, int numRetries) {
        Deployments made = like(group, id);
        made.numRetries = numRetries;
        return made.make();
    }

    static Deployments like(String group, String id) {
        return new Deployments(group, id);
    }

    Deployments rpm(long value) {
        rpm = value;
        return this;
    }

    Deployments tpm(long value) {
        tpm = value;
        return this;
    }

    Deployments order(int value) {
        order = value;
        return this;
    }

    Deployments parallel(int value) {
        maxParallelRequests = value;
        return this;
    }

    Deployments tags(String... values) {
        tags = List.of(values);
        return this;
    }

    Deployments longest(long value) {
        maxInputTokens = value;
        return this;
    }

    Deployments cost(double value) {
        cost = value;
        return this;
    }

    Deployment make() {
        return new Deployment(
                id,
                group,
                "openai",
                Set.of(Protocol.OPENAI),
                upstreamModel,
                weight,
                rpm,
                tpm,
                order,
                maxParallelRequests,
                tags,
                maxInputTokens,
                cost,
                cost,
                null,
                null,
                null,
                numRetries,
                problem);
    }
}
