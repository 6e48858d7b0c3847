package dev.flowgate.config;

import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.secret.SecretReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Warns of fallbacks, retry policies and aliases that name model groups which do not exist. */
final class ModelGroupCheck {
    private final Set<String> known;
    private final Set<String> aliases;
    private final Problems problems;

    ModelGroupCheck(Set<String> groups, RouterSettings settings, Problems problems) {
        this.known = new LinkedHashSet<>(groups);
        this.aliases = new LinkedHashSet<>(settings.modelGroupAliases().keySet());
        this.aliases.removeAll(groups);
        this.known.addAll(aliases);
        this.problems = problems;
    }

    void check(Node.Mapping router, Node.Mapping settings) {
        for (Node.Mapping section : List.of(router, settings)) {
            for (String key : List.of("fallbacks", "context_window_fallbacks", "content_policy_fallbacks")) {
                if (section.get(key) instanceof Node.Sequence fallbacks) {
                    fallbacks.items().forEach(this::fallback);
                }
            }
            groups(section.get("default_fallbacks"));
        }
        Values.mapping(router.get("model_group_retry_policy"))
                .content()
                .forEach((group, entry) -> name(entry.key(), group));
        Values.mapping(router.get("model_group_alias")).content().forEach((alias, entry) -> {
            Node.Mapping details = Values.mapping(entry.value());
            Node group = entry.value() instanceof Node.Mapping ? details.get("model") : entry.value();
            String target = Values.text(group);
            if (group != null && target != null && aliases.contains(target)) {
                problems.warning(
                        group.origin(),
                        Quote.value(target) + " is itself an alias, and aliases do not chain",
                        "name the model group");
            } else if (group != null) {
                name(group.origin(), target);
            }
        });
    }

    private void fallback(Node fallback) {
        Values.mapping(fallback).content().forEach((group, entry) -> {
            name(entry.key(), group);
            groups(entry.value());
        });
    }

    private void groups(@Nullable Node groups) {
        if (groups instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> name(item.origin(), Values.text(item)));
        }
    }

    private void name(Origin at, @Nullable String name) {
        if (name != null && !name.equals("*") && !isKnown(name)) {
            problems.warning(
                    at,
                    "there is no model group " + Quote.value(name) + "; known are " + Quote.list(known),
                    Spelling.didYouMean(name, known));
        }
    }

    /** A group such as {@code openai/*} stands for every name that fits; so does one whose name is a variable's. */
    private boolean isKnown(String name) {
        if (known.contains(name) || name.startsWith(SecretReference.ENVIRONMENT_PREFIX)) {
            return true;
        }
        for (String group : known) {
            int star = group.indexOf('*');
            boolean fits = star >= 0
                    && name.length() >= group.length() - 1
                    && name.startsWith(group.substring(0, star))
                    && name.endsWith(group.substring(star + 1));
            if (fits) {
                return true;
            }
        }
        return false;
    }
}
