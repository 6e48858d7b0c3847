package dev.flowgate.config;

import dev.flowgate.config.ConfigProblem.Severity;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.secret.SecretReference;
import dev.flowgate.secret.SecretReference.CredentialFile;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The base and the overlays of the LiteLLM part, and the documents they make together.
 *
 * @param embedded whether they are for the embedded engine, which takes less than LiteLLM
 */
record Profiles(
        @Nullable Path file,
        Path directory,
        Node.Mapping base,
        Map<String, Node.Mapping> overlays,
        KeySources keys,
        boolean embedded) {

    void check(Problems problems) {
        Problems engineProblems = embedded ? problems : new Problems(file);
        LiteLlmReader reader = new LiteLlmReader(directory, keys, problems, engineProblems);
        if (overlays.isEmpty()) {
            reader.check(base);
        }
        overlays.values().forEach(overlay -> reader.check(Overlay.merge(base, overlay)));
    }

    /** Merges; an unknown name is an error that lists the known ones. */
    Node.Mapping merged(String profile) {
        Node.Mapping overlay = overlays.get(profile);
        if (overlay == null) {
            String message = "there is no profile " + Quote.value(profile) + "; the profiles are "
                    + Quote.list(overlays.keySet());
            throw new ConfigException(List.of(new ConfigProblem(
                    Severity.ERROR, file, 0, 0, "profiles", message, Spelling.didYouMean(profile, overlays.keySet()))));
        }
        return Overlay.merge(base, overlay);
    }

    LiteLlmConfig typed(String profile, UnaryOperator<@Nullable String> environment) {
        Problems problems = new Problems(file);
        Node.Mapping document = merged(profile);
        if (!embedded) {
            // What was let pass for LiteLLM must not go unseen here.
            new ShapeCheck(problems, true).check(document, LiteLlmContract.DOCUMENT);
        }
        LiteLlmConfig config = new LiteLlmReader(directory, keys, problems, problems).read(document, environment);
        problems.throwIfErrors();
        return config;
    }

    /** The merged document with the key itself in place of each reference that LiteLLM cannot follow. */
    Map<String, Object> withCredentials(String profile) {
        Node.Mapping document = merged(profile);
        if (!(document.get("model_list") instanceof Node.Sequence list)) {
            return Plain.map(document);
        }
        List<Node> items = new ArrayList<>(list.items().size());
        list.items().forEach(item -> items.add(withCredential(Values.mapping(item))));
        return Plain.map(replace(document, "model_list", new Node.Sequence(list.origin(), items)));
    }

    private Node.Mapping withCredential(Node.Mapping deployment) {
        Node.Mapping params = Values.mapping(deployment.get("litellm_params"));
        String name = Values.text(params.get("api_key_ref"));
        Path credential = name == null ? null : keys.files().get(name);
        if (credential != null) {
            return withKey(deployment, params, "api_key_ref", new CredentialFile(credential));
        }
        String key = Values.text(params.get("api_key"));
        // The embedded engine reads such a key where it is kept, and follows it when it is renewed.
        if (embedded || key == null || !StoredKeys.isReference(key)) {
            return deployment;
        }
        return StoredCredential.in(keys.stored(), StoredKeys.provider(key))
                .map(stored -> withKey(deployment, params, "api_key", stored))
                .orElse(deployment);
    }

    private static Node.Mapping withKey(
            Node.Mapping deployment, Node.Mapping params, String reference, SecretReference secret) {
        String key = secret.resolve(variable -> null).reveal();
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        params.entries().forEach((param, entry) -> {
            if (param.equals(reference)) {
                Origin origin = entry.value().origin();
                entries.put("api_key", new Node.Entry(entry.key(), new Node.Scalar(origin, key, key, false)));
            } else if (!param.equals("api_key")) {
                entries.put(param, entry);
            }
        });
        return replace(deployment, "litellm_params", params.with(entries));
    }

    private static Node.Mapping replace(Node.Mapping mapping, String key, Node value) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
        entries.computeIfPresent(key, (name, entry) -> new Node.Entry(entry.key(), value));
        return mapping.with(entries);
    }
}
