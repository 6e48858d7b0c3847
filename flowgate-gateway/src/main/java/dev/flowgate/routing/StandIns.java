package dev.flowgate.routing;

import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.routing.ModelNames.Target;
import dev.flowgate.routing.UpstreamFailure.Cause;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models stand in for one that failed. What the request lists comes before what is configured. A plain list in the
 * request serves every failure. Otherwise a prompt that is too long, or content that is refused, goes to the fallbacks
 * for it as soon as any are configured; as in LiteLLM, a model without an entry there then has none.
 */
final class StandIns {
    /** The key in a request's {@code fallbacks} for models without an entry. */
    private static final String ANY = "*";

    private final FallbackSettings settings;

    StandIns(FallbackSettings settings) {
        this.settings = settings;
    }

    /** The models for one that failed, in order. */
    List<String> after(Target failed, Cause cause, FallbackOverrides overrides) {
        List<String> plain = overrides.models();
        if (plain != null) {
            return plain;
        }
        Map<String, List<String>> special = special(cause, overrides);
        if (special != null) {
            List<String> own = own(failed, special);
            return own != null ? own : List.of();
        }
        Map<String, List<String>> requested = overrides.general();
        List<String> own = own(failed, requested != null ? requested : settings.general());
        if (own != null) {
            return own;
        }
        return requested != null ? requested.getOrDefault(ANY, List.of()) : settings.defaults();
    }

    /** Whether there are fallbacks for just this cause: another attempt at the same model is then in vain. */
    boolean areSpecial(Cause cause, FallbackOverrides overrides) {
        return !overrides.disabled() && special(cause, overrides) != null;
    }

    int max(FallbackOverrides overrides) {
        Integer asked = overrides.max();
        return asked != null ? asked : settings.max();
    }

    private @Nullable Map<String, List<String>> special(Cause cause, FallbackOverrides overrides) {
        return switch (cause) {
            case CONTEXT_WINDOW -> orConfigured(overrides.contextWindow(), settings.contextWindow());
            case CONTENT_POLICY -> orConfigured(overrides.contentPolicy(), settings.contentPolicy());
            case OTHER -> null;
        };
    }

    private static @Nullable Map<String, List<String>> orConfigured(
            @Nullable Map<String, List<String>> requested, Map<String, List<String>> configured) {
        if (requested != null) {
            return requested;
        }
        return configured.isEmpty() ? null : configured;
    }

    /** By each name of the model, then by the name without its provider. */
    private static @Nullable List<String> own(Target failed, Map<String, List<String>> lists) {
        for (String name : failed.names()) {
            List<String> own = lists.get(name);
            if (own == null) {
                own = lists.get(name.substring(name.indexOf('/') + 1));
            }
            if (own != null) {
                return own;
            }
        }
        return null;
    }
}
