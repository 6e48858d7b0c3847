package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.routing.Deployment;
import dev.flowgate.routing.UpstreamFailure;
import org.jspecify.annotations.Nullable;

/** What clients are told of an attempt that brought no answer to pass on. */
final class AttemptErrors {
    private AttemptErrors() {}

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

    /** No connection came about; {@code problem} says why if it is known, as a sentence without its end. */
    static ErrorBody unreachable(Deployment deployment, UpstreamFailure failure, @Nullable String problem) {
        ErrorBody plain = of(deployment, failure);
        return problem == null
                ? plain
                : new ErrorBody(plain.status(), plain.message() + " " + problem + ".", plain.param());
    }
}
