package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.Deployment;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.Rehearsed;
import dev.flowgate.routing.RoutingDecision.SeveralModels;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.RoutingDecision.WrongProtocol;
import dev.flowgate.routing.UpstreamFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is told when no upstream could answer. A broken connection is 502 and a timeout 504: the SDKs of both
 * protocols repeat a request after any status from 500 on, and after 408, 409 and 429.
 */
final class RoutingErrors {
    private static final int MAX_NAMES = 30;

    private RoutingErrors() {}

    static ErrorBody of(UnknownModel unknown) {
        return new ErrorBody(404, unknownModel(unknown.model(), unknown.known()), "model");
    }

    static ErrorBody of(AllCoolingDown cooling) {
        return new ErrorBody(
                429,
                "Every deployment of model " + cooling.group() + " is cooling down after failures. Try again in "
                        + wholeSeconds(cooling.retryAfter()) + " s.",
                null);
    }

    static ErrorBody of(NoneUsable unusable) {
        return new ErrorBody(
                500,
                "No deployment of model " + unusable.group() + " can be used as configured: " + unusable.problem(),
                null);
    }

    /** Names the pair of protocols, the way LiteLLM's users know them: by the names of their providers. */
    static ErrorBody of(WrongProtocol wrong, Endpoint endpoint) {
        String spoken = wrong.spoken().stream().map(RoutingErrors::name).collect(Collectors.joining(", "));
        return new ErrorBody(
                400,
                "The pair " + name(wrong.wanted()) + " -> " + spoken + " is not supported: " + endpoint.publicPath()
                        + " takes requests in the " + wrong.wanted().label() + " format, and the deployments of model "
                        + wrong.group() + " speak another. " + advice(endpoint),
                "model");
    }

    private static String name(Protocol protocol) {
        return protocol.label().toLowerCase(Locale.ROOT);
    }

    private static String advice(Endpoint endpoint) {
        return switch (endpoint) {
            case MESSAGES ->
                "Send it to " + Endpoint.CHAT_COMPLETIONS.publicPath() + " or " + Endpoint.RESPONSES.publicPath()
                        + " in the OpenAI format, or name a model of an Anthropic provider.";
            case COUNT_TOKENS -> "Name a model of an Anthropic provider; OpenAI's API counts no tokens.";
            case EMBEDDINGS -> "Name a model of an OpenAI-compatible provider; Anthropic's API has no embeddings.";
            case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES ->
                "Send it to " + Endpoint.MESSAGES.publicPath()
                        + " in the Anthropic format, or name a model of an OpenAI-compatible provider.";
        };
    }

    /** No connection came about; {@code problem} says why if it is known, as a sentence without its end. */
    static ErrorBody unreachable(Deployment deployment, UpstreamFailure failure, @Nullable String problem) {
        ErrorBody plain = of(deployment, failure);
        return problem == null
                ? plain
                : new ErrorBody(plain.status(), plain.message() + " " + problem + ".", plain.param());
    }

    static ErrorBody of(SeveralModels several) {
        return new ErrorBody(
                400,
                "The model " + shortened(several.models()) + " lists several. Name one model, and others that stand in"
                        + " for it as fallbacks.",
                "model");
    }

    static ErrorBody of(Rehearsed rehearsed) {
        return new ErrorBody(
                rehearsed.rehearsal().failure().status(),
                "The request asked by " + rehearsed.rehearsal().field() + " for a failure of model " + rehearsed.group()
                        + ", and no other model stands in for it.",
                null);
    }

    /** The failure of an attempt that brought no answer. */
    static ErrorBody of(Deployment deployment, UpstreamFailure failure) {
        int status = switch (failure.kind()) {
            case TIMEOUT -> 504;
            case CONNECT, RESET -> 502;
            // A redirect would lead the client away from the gateway, and its key with it.
            case STATUS -> isError(failure.status()) ? failure.status() : 502;
        };
        return new ErrorBody(
                status,
                "Deployment " + deployment.id() + " (provider " + deployment.provider() + ") " + failure.reason() + ".",
                null);
    }

    /** Whether an upstream's status may be passed to the client as the failure it is. */
    static boolean isError(int status) {
        return status >= 400 && status < 600;
    }

    static String unknownModel(String model, List<String> known) {
        String names = known.isEmpty()
                ? "No models are configured."
                : "Known models: " + known.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
                        + (known.size() > MAX_NAMES ? " and " + (known.size() - MAX_NAMES) + " more" : "") + ".";
        return "There is no model " + shortened(model) + ". " + names;
    }

    static long wholeSeconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
