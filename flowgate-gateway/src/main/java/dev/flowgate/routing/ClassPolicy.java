package dev.flowgate.routing;

import dev.flowgate.litellm.ErrorClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy says of a class of failures. */
final class ClassPolicy {
    private ClassPolicy() {}

    /** Refused content is a bad request, too: the policy for those holds where none names it. */
    static @Nullable Integer count(Map<ErrorClass, Integer> policy, ErrorClass errorClass) {
        Integer count = policy.get(errorClass);
        return count == null && errorClass == ErrorClass.CONTENT_POLICY_VIOLATION
                ? policy.get(ErrorClass.BAD_REQUEST)
                : count;
    }
}
