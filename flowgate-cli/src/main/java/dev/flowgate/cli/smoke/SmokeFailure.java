package dev.flowgate.cli.smoke;

import dev.flowgate.FlowGateException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a step failed. */
final class SmokeFailure extends FlowGateException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String service;
    private final @Nullable String suggestion;
    private final transient Map<String, Object> facts;

    /**
     * Says why.
     *
     * @param message what happened
     * @param service the service whose log may tell more; null when none does
     * @param suggestion what to do next; null when the message says it
     * @param facts what there is to know of it for a program
     */
    SmokeFailure(String message, @Nullable String service, @Nullable String suggestion, Map<String, Object> facts) {
        super(message);
        this.service = service;
        this.suggestion = suggestion;
        this.facts = facts;
    }

    /** Takes another failure for a step's. */
    static SmokeFailure of(FlowGateException failure) {
        return failure instanceof SmokeFailure known
                ? known
                : new SmokeFailure(String.valueOf(failure.getMessage()), null, null, Map.of());
    }

    String told() {
        return String.valueOf(getMessage());
    }

    @Nullable String service() {
        return service;
    }

    @Nullable String suggestion() {
        return suggestion;
    }

    Map<String, Object> facts() {
        return facts;
    }
}
