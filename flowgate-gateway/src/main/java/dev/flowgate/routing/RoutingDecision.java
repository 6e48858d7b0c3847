package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to do next with a request. */
public sealed interface RoutingDecision {

    /**
     * Try this deployment.
     *
     * @param deployment the deployment
     * @param group the name of the model group it was chosen from
     * @param upstreamModel the model name to send to it
     * @param timeout until the answer is complete, or until the first chunk of a stream
     * @param delay how long to wait before trying
     * @param retries how many attempts so far were made again within a group
     * @param fallbacks how many groups stood in before and including this one
     */
    record Chosen(
            Deployment deployment,
            String group,
            String upstreamModel,
            Duration timeout,
            Duration delay,
            int retries,
            int fallbacks)
            implements RoutingDecision {}

    /**
     * Every deployment that could answer is cooling down, and no other group stands in.
     *
     * @param group the model group asked for
     * @param retryAfter until the soonest is back
     */
    record AllCoolingDown(String group, Duration retryAfter) implements RoutingDecision {}

    /**
     * Every deployment that could answer has as many requests under way as it may: wait to be woken.
     *
     * @param group the model group that is waited for
     * @param limit how long to wait at most
     */
    record Queued(String group, Duration limit) implements RoutingDecision {}

    /**
     * No deployment had room in time, and no other group stands in.
     *
     * @param group the model group that was waited for
     * @param waited for how long
     */
    record AllBusy(String group, Duration waited) implements RoutingDecision {}

    /**
     * Every deployment that could answer has had its requests or tokens of this minute, and no other group stands in.
     *
     * @param group the model group asked for
     * @param retryAfter until the next minute
     */
    record RateLimited(String group, Duration retryAfter) implements RoutingDecision {}

    /**
     * The prompt is too long for every deployment that could answer, and no other group stands in.
     *
     * @param group the model group asked for
     * @param inputTokens the length of the prompt, estimated
     * @param maxInputTokens the longest that one of them takes
     */
    record ContextWindowExceeded(String group, long inputTokens, long maxInputTokens) implements RoutingDecision {}

    /**
     * No deployment serves requests with these tags, and no other group stands in.
     *
     * @param group the model group asked for
     * @param tags the request's tags; empty when it has none
     */
    record NoMatchingTags(String group, List<String> tags) implements RoutingDecision {}

    /**
     * No model group, alias, pattern or deployment id has this name.
     *
     * @param model the name asked for
     * @param known the names that there are
     */
    record UnknownModel(String model, List<String> known) implements RoutingDecision {}

    /**
     * No deployment of the group speaks the caller's protocol, and no other group stands in.
     *
     * @param group the model group asked for
     * @param wanted the caller's protocol
     * @param spoken the protocols the group's deployments speak
     */
    record WrongProtocol(String group, Protocol wanted, Set<Protocol> spoken) implements RoutingDecision {}

    /**
     * No deployment of the group can be used as configured, and no other group stands in.
     *
     * @param group the model group asked for
     * @param problem why, and what to do about it
     */
    record NoneUsable(String group, String problem) implements RoutingDecision {}

    /**
     * The name lists several models. LiteLLM asks all of them at once; this engine does not.
     *
     * @param models the name asked for
     */
    record SeveralModels(String models) implements RoutingDecision {}

    /**
     * The failure that the request asked for is the answer, since no other group stands in.
     *
     * @param group the model group asked for
     * @param rehearsal the failure
     */
    record Rehearsed(String group, Rehearsal rehearsal) implements RoutingDecision {}

    /**
     * Nothing is left to try: the last failure is the answer.
     *
     * @param retryAfter until the model asked for has a deployment that is not cooling down; null when it has one now
     */
    record Exhausted(@Nullable Duration retryAfter) implements RoutingDecision {}
}
