package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.RoutingDecision;
import dev.flowgate.routing.RoutingDecision.AllBusy;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.ContextWindowExceeded;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.NoMatchingTags;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.RateLimited;
import dev.flowgate.routing.RoutingDecision.Rehearsed;
import dev.flowgate.routing.RoutingDecision.SeveralModels;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.RoutingDecision.WrongProtocol;
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
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

    private RoutingErrors() {}

    /**
     * Says why a request cannot be served.
     *
     * @throws IllegalArgumentException if the decision is to go on
     */
    static ErrorBody of(RoutingDecision decision, Endpoint endpoint) {
        if (decision instanceof AllCoolingDown cooling) {
            return of(cooling);
        } else if (decision instanceof UnknownModel unknown) {
            return of(unknown);
        } else if (decision instanceof WrongProtocol wrong) {
            return of(wrong, endpoint);
        } else if (decision instanceof NoneUsable unusable) {
            return of(unusable);
        } else if (decision instanceof SeveralModels several) {
            return of(several);
        } else if (decision instanceof Rehearsed rehearsed) {
            return of(rehearsed);
        } else if (decision instanceof RateLimited limited) {
            return of(limited);
        } else if (decision instanceof AllBusy busy) {
            return of(busy);
        } else if (decision instanceof ContextWindowExceeded exceeded) {
            return of(exceeded);
        } else if (decision instanceof NoMatchingTags tags) {
            return of(tags);
        }
        throw new IllegalArgumentException("No refusal: " + decision);
    }

    /** When to try again; null when that would not help. */
    static @Nullable Duration retryAfter(RoutingDecision decision) {
        if (decision instanceof AllCoolingDown cooling) {
            return cooling.retryAfter();
        }
        if (decision instanceof Exhausted exhausted) {
            return exhausted.retryAfter();
        }
        return decision instanceof RateLimited limited
                ? limited.retryAfter()
                : decision instanceof AllBusy ? RETRY_WHEN_BUSY : null;
    }

    private static ErrorBody of(UnknownModel unknown) {
        return new ErrorBody(404, unknownModel(unknown.model(), unknown.known()), "model");
    }

    private static ErrorBody of(AllCoolingDown cooling) {
        return new ErrorBody(
                429,
                "Every deployment of model " + cooling.group() + " is cooling down after failures. Try again in "
                        + wholeSeconds(cooling.retryAfter()) + " s.",
                null);
    }

    private static ErrorBody of(NoneUsable unusable) {
        return new ErrorBody(
                500,
                "No deployment of model " + unusable.group() + " can be used as configured: " + unusable.problem(),
                null);
    }

    /** Names the pair of protocols, the way LiteLLM's users know them: by the names of their providers. */
    private static ErrorBody of(WrongProtocol wrong, Endpoint endpoint) {
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

    private static ErrorBody of(SeveralModels several) {
        return new ErrorBody(
                400,
                "The model " + shortened(several.models()) + " lists several. Name one model, and others that stand in"
                        + " for it as fallbacks.",
                "model");
    }

    private static ErrorBody of(Rehearsed rehearsed) {
        return new ErrorBody(
                rehearsed.rehearsal().failure().status(),
                "The request asked by " + rehearsed.rehearsal().field() + " for a failure of model " + rehearsed.group()
                        + ", and no other model that can answer stands in for it.",
                null);
    }

    private static ErrorBody of(RateLimited limited) {
        return new ErrorBody(
                429,
                "Every deployment of model " + limited.group() + " that could answer has had its requests or tokens of "
                        + "this minute (rpm, tpm). Try again in " + wholeSeconds(limited.retryAfter()) + " s.",
                null);
    }

    private static ErrorBody of(AllBusy busy) {
        return new ErrorBody(
                429,
                "Every deployment of model " + busy.group() + " has as many requests under way as it may "
                        + "(max_parallel_requests, or rpm or tpm), and none came to its end in the "
                        + wholeSeconds(busy.waited()) + " s that this request may wait.",
                null);
    }

    private static ErrorBody of(ContextWindowExceeded exceeded) {
        return new ErrorBody(
                400,
                "The prompt is too long for model " + exceeded.group() + ": it has about " + exceeded.inputTokens()
                        + " tokens, by an estimate, and max_input_tokens is " + exceeded.maxInputTokens()
                        + " at most. Shorten it, or use a model that takes more.",
                null);
    }

    private static ErrorBody of(NoMatchingTags none) {
        String request = none.tags().isEmpty()
                ? "requests without a tag"
                : "requests with the tag" + (none.tags().size() == 1 ? " " : "s ")
                        + shortened(String.join(", ", none.tags()));
        return new ErrorBody(
                401,
                "No deployment of model " + none.group() + " that can answer serves " + request
                        + ". Use a tag that one of them has, or give one the tag default.",
                null);
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
