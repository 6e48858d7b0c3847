package dev.flowgate.config;

import dev.flowgate.secret.SecretReference;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the environment variables that a document refers to. */
final class EnvironmentVariables {
    private EnvironmentVariables() {}

    static Set<String> in(Node.Mapping document) {
        Set<String> names = new TreeSet<>();
        collect(document.get("litellm_base"), names);
        collect(document.get("profiles"), names);
        Values.mapping(document.get("services"))
                .content()
                .forEach((name, service) -> collect(
                        Values.mapping(Values.mapping(service.value()).get("command"))
                                .get("env"),
                        names));
        return Collections.unmodifiableSet(names);
    }

    private static void collect(@Nullable Node node, Set<String> names) {
        if (node instanceof Node.Mapping mapping) {
            mapping.content().values().forEach(entry -> collect(entry.value(), names));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, names));
        } else if (node instanceof Node.Scalar scalar && Values.isEnvironmentReference(node)) {
            names.add(scalar.text().substring(SecretReference.ENVIRONMENT_PREFIX.length()));
        }
    }
}
