package dev.flowgate.cli.real;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.json.JsonText;
import dev.flowgate.process.ServiceSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a real LiteLLM that has just become ready for its models. It is ready also without any: entries that it cannot use
 * it leaves out, with nothing but a line in its log. {@code GET /v1/models} calls no model.
 */
public final class ServedModels {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final URI address;
    private final Set<String> expected;
    private final MasterKey key;

    private ServedModels(URI address, Set<String> expected, MasterKey key) {
        this.address = address;
        this.expected = expected;
        this.key = key;
    }

    /** What was found. */
    public sealed interface Finding {
        /** Every model is there. */
        record All() implements Finding {}

        /** Some models are not there. */
        record Missing(List<String> names) implements Finding {}

        /** No model is there. */
        record None(List<String> expected) implements Finding {}

        /** The key was refused. */
        record Refused(String source) implements Finding {}

        /** There was no answer that could be read. */
        record Unclear(String why) implements Finding {}
    }

    /**
     * Prepares the question.
     *
     * @param spec as the service was started
     * @param profile the profile that is active
     * @return the question; empty when the service does not run what FlowGate makes of a profile, or that has no models
     */
    public static Optional<ServedModels> of(
            FlowGateConfig config, ServiceConfig service, ServiceSpec spec, String profile) {
        CommandConfig command = service.command();
        URI address =
                service.addressOf(RealServices.path(service, "/v1/models")).orElse(null);
        if (!RealServices.isLiteLlm(service)
                || command == null
                || address == null
                || !names(
                        spec.command(), spec.workingDirectory(), config.paths().activeConfig())) {
            return Optional.empty();
        }
        Map<String, Object> document = config.document(profile);
        Set<String> expected = expected(document);
        return expected.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServedModels(address, expected, MasterKey.of(document, profile, spec)));
    }

    /** Asks, and waits ten seconds at the most. */
    public Finding ask() throws InterruptedException {
        LocalHttp.Answer answer;
        try {
            answer = LocalHttp.get(address, key.value(), LIMIT);
        } catch (IOException noAnswer) {
            return new Finding.Unclear(String.valueOf(noAnswer.getMessage()));
        }
        if (isRefusal(answer)) {
            return new Finding.Refused(key.source());
        }
        if (answer.status() != OK) {
            return new Finding.Unclear(address + " answers " + answer.status());
        }
        return compare(answer.body());
    }

    // Without a database, a key that is not the master key leads to 400 "No connected db.", for it could be another
    // one.
    private static boolean isRefusal(LocalHttp.Answer answer) {
        return answer.status() == UNAUTHORIZED
                || answer.status() == FORBIDDEN
                || (answer.status() == BAD_REQUEST && answer.body().contains("no_db_connection"));
    }

    private Finding compare(String body) {
        Set<String> served = new LinkedHashSet<>();
        try {
            if (!(JsonText.readObject(body).get("data") instanceof List<?> models)) {
                return new Finding.Unclear(address + " answers without a list of models");
            }
            for (Object model : models) {
                if (model instanceof Map<?, ?> members && members.get("id") instanceof String id) {
                    served.add(id);
                }
            }
        } catch (IOException noJson) {
            return new Finding.Unclear(address + " does not answer with JSON");
        }
        List<String> missing =
                expected.stream().filter(name -> !served.contains(name)).toList();
        if (missing.isEmpty()) {
            return new Finding.All();
        }
        return missing.size() == expected.size() ? new Finding.None(missing) : new Finding.Missing(missing);
    }

    /**
     * Returns the names that LiteLLM lists: those of the models, patterns such as {@code openai/*} among them as they
     * stand, and of the aliases that are not hidden.
     */
    private static Set<String> expected(Map<String, Object> document) {
        Set<String> names = new LinkedHashSet<>();
        if (document.get("model_list") instanceof List<?> models) {
            for (Object model : models) {
                if (model instanceof Map<?, ?> entry && entry.get("model_name") instanceof String name) {
                    names.add(name);
                }
            }
        }
        if (document.get("router_settings") instanceof Map<?, ?> settings
                && settings.get("model_group_alias") instanceof Map<?, ?> aliases) {
            aliases.forEach((alias, target) -> {
                boolean isHidden = target instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("hidden"));
                if (alias instanceof String name && !isHidden) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private static boolean names(List<String> words, Path folder, Path file) {
        @Nullable String before = null;
        for (String word : words) {
            String value = word.startsWith("--config=") ? word.substring("--config=".length()) : word;
            boolean isOption = !value.equals(word) || "--config".equals(before) || "-c".equals(before);
            if (isOption && folder.resolve(value).normalize().equals(file.normalize())) {
                return true;
            }
            before = word;
        }
        return false;
    }
}
