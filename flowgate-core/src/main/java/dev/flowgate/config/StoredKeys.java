package dev.flowgate.config;

import dev.flowgate.secret.SecretReference;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code api_key: flowgate/PROVIDER}, which stands for the credential that FlowGate keeps for a provider. */
final class StoredKeys {
    private final KeySources sources;
    private final Problems problems;

    StoredKeys(KeySources sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    static boolean isReference(@Nullable String key) {
        return key != null && key.startsWith(SecretReference.STORED_PREFIX);
    }

    static String provider(String key) {
        return key.substring(SecretReference.STORED_PREFIX.length());
    }

    /** Reads a reference; null for one that cannot be, which has been reported. */
    @Nullable SecretReference read(Node node, String key) {
        String provider = provider(key);
        Optional<StoredCredential> stored = StoredCredential.in(sources.stored(), provider);
        if (stored.isEmpty()) {
            problems.error(
                    node.origin(),
                    "after `" + SecretReference.STORED_PREFIX + "` comes the name of a provider; found "
                            + Quote.value(provider),
                    "name an entry of auth.providers");
            return null;
        }
        AuthProviderConfig configured = sources.providers().get(provider);
        if (configured == null) {
            problems.warning(
                    node.origin(),
                    "there is no " + Quote.key("auth.providers." + provider)
                            + ", so that nobody can log in to it; known are "
                            + Quote.list(sources.providers().keySet()),
                    Spelling.didYouMean(provider, sources.providers().keySet()));
        } else if (configured.method().equals(AuthProviderConfig.DEFAULT_METHOD)) {
            problems.warning(
                    node.origin(),
                    "CLIProxyAPI keeps the credential of " + Quote.value(provider) + " (its method is "
                            + AuthProviderConfig.DEFAULT_METHOD + "), so that FlowGate has no key of it",
                    "let api_base be the address of the service cliproxyapi_plus, with one of its api-keys as the key");
        }
        return stored.get();
    }

    /** Finds the providers that a document refers to. */
    static Set<String> in(Node.Mapping document) {
        Set<String> providers = new TreeSet<>();
        collect(document.get("litellm_base"), providers);
        collect(document.get("profiles"), providers);
        return Collections.unmodifiableSet(providers);
    }

    private static void collect(@Nullable Node node, Set<String> providers) {
        if (node instanceof Node.Mapping mapping) {
            for (Map.Entry<String, Node.Entry> member : mapping.content().entrySet()) {
                String text = Values.text(member.getValue().value());
                if (text != null && member.getKey().equals("api_key") && isReference(text)) {
                    providers.add(provider(text));
                }
                collect(member.getValue().value(), providers);
            }
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, providers));
        }
    }
}
