package dev.flowgate.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a service, a profile, a login or a deployment. It carries no secret. The time is added
 * when it is recorded.
 *
 * @param event what happened, in snake case, such as {@code service_start} or {@code profile_switch}
 * @param service the service concerned, if any
 * @param profile the profile concerned, if any
 * @param provider the auth provider concerned, if any
 * @param result how it went, such as {@code success} or {@code failed}, if that applies
 * @param detail a sentence for a person, if there is more to say
 */
public record FlowGateEvent(
        String event,
        @Nullable String service,
        @Nullable String profile,
        @Nullable String provider,
        @Nullable String result,
        @Nullable String detail) {

    /**
     * Starts an event with nothing but its name.
     *
     * @param event what happened, in snake case
     * @return the event, to be completed by the {@code with} methods
     */
    public static FlowGateEvent of(String event) {
        return new FlowGateEvent(event, null, null, null, null, null);
    }

    /**
     * Returns this event with the service it concerns.
     *
     * @param name the service's name
     * @return a copy
     */
    public FlowGateEvent withService(String name) {
        return new FlowGateEvent(event, name, profile, provider, result, detail);
    }

    /**
     * Returns this event with the profile it concerns.
     *
     * @param name the profile's name
     * @return a copy
     */
    public FlowGateEvent withProfile(String name) {
        return new FlowGateEvent(event, service, name, provider, result, detail);
    }

    /**
     * Returns this event with the auth provider it concerns.
     *
     * @param name the provider's name
     * @return a copy
     */
    public FlowGateEvent withProvider(String name) {
        return new FlowGateEvent(event, service, profile, name, result, detail);
    }

    /**
     * Returns this event with its outcome.
     *
     * @param outcome such as {@code success} or {@code failed}
     * @return a copy
     */
    public FlowGateEvent withResult(String outcome) {
        return new FlowGateEvent(event, service, profile, provider, outcome, detail);
    }

    /**
     * Returns this event with more to say.
     *
     * @param text a sentence for a person, without any secret
     * @return a copy
     */
    public FlowGateEvent withDetail(String text) {
        return new FlowGateEvent(event, service, profile, provider, result, text);
    }
}
