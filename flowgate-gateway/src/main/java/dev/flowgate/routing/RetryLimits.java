package dev.flowgate.routing;

import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.routing.ModelNames.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many further attempts a failure allows within its group. The request's {@code num_retries} comes first, then the
 * {@code model_group_retry_policy} of the group, {@code retry_policy}, the deployment's {@code num_retries} and the
 * router's; a policy speaks only for the classes it names. A request that is itself at fault is repeated only if a
 * policy names its class with more than zero.
 */
final class RetryLimits {
    private final RetrySettings settings;

    RetryLimits(RetrySettings settings) {
        this.settings = settings;
    }

    int after(UpstreamFailure failure, Target target, Deployment deployment, RequestOverrides overrides) {
        boolean repeatable = RetryPolicy.isRetryable(failure) || RetryPolicy.condemnsDeployment(failure);
        return limit(failure.errorClass().orElse(null), repeatable, target, deployment, overrides);
    }

    /** The limit for a class of failures, for a person to read. */
    int of(ErrorClass errorClass, Target target, Deployment deployment) {
        boolean repeatable = errorClass != ErrorClass.BAD_REQUEST && errorClass != ErrorClass.CONTENT_POLICY_VIOLATION;
        return limit(errorClass, repeatable, target, deployment, RequestOverrides.NONE);
    }

    /** The limit for failures that no policy speaks of. */
    int usual(Deployment deployment) {
        Integer own = deployment.numRetries();
        return own != null ? own : settings.numRetries();
    }

    private int limit(
            @Nullable ErrorClass errorClass,
            boolean repeatable,
            Target target,
            Deployment deployment,
            RequestOverrides overrides) {
        Integer named = errorClass == null ? null : byPolicy(errorClass, target);
        if (!repeatable && (named == null || named == 0)) {
            return 0;
        }
        Integer asked = overrides.numRetries();
        if (asked != null) {
            return asked;
        }
        return named != null ? named : usual(deployment);
    }

    private @Nullable Integer byPolicy(ErrorClass errorClass, Target target) {
        Integer own = ClassPolicy.count(groupPolicy(target), errorClass);
        return own != null ? own : ClassPolicy.count(settings.policy(), errorClass);
    }

    private Map<ErrorClass, Integer> groupPolicy(Target target) {
        for (String name : target.names()) {
            Map<ErrorClass, Integer> policy = settings.groupPolicies().get(name);
            if (policy != null) {
                return policy;
            }
        }
        return Map.of();
    }
}
