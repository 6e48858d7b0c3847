package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.config.ContractSection.PlacedKey;
import dev.flowgate.config.Shape.Choice;
import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Value;
import dev.flowgate.litellm.LiteLlmConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what the tables say of a key to what is done with it: a key is read, or it is refused with a warning. */
class KeySupportTest {
    private static final String CREDENTIAL = "sample";

    /** What the engine is told without the key. */
    private static final LiteLlmConfig UNTOUCHED = typed(with("", Map.of()));

    private static Stream<PlacedKey> read() {
        return keys().filter(key -> !key.key().isRefused() && !key.isContainer());
    }

    private static Stream<PlacedKey> refused() {
        return keys().filter(key -> key.key().isRefused());
    }

    private static Stream<PlacedKey> keys() {
        return ContractSection.ALL.stream().flatMap(section -> section.keys().stream());
    }

    @ParameterizedTest
    @MethodSource("read")
    void changesWhatTheEngineIsTold(PlacedKey key) {
        FlowGateConfig config = with(key.place(), sample(key.key()));

        compare(config).isNotEqualTo(UNTOUCHED);
        assertThat(config.warnings())
                .noneMatch(warning -> warning.message().startsWith("the embedded engine does not"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void changesNothingButIsWarnedOf(PlacedKey key) {
        FlowGateConfig config = with(key.place(), "sample");

        compare(config).isEqualTo(UNTOUCHED);
        assertThat(config.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.keyPath()).isEqualTo("litellm_base." + key.place());
            assertThat(warning.message())
                    .isEqualTo("the embedded engine does not honour `"
                            + key.key().name() + "`: " + key.key().description());
        });
    }

    /** What is written in {@code model_info} is kept as it is, to be shown: that is not reading it. */
    private static RecursiveComparisonAssert<?> compare(FlowGateConfig config) {
        return assertThat(typed(config)).usingRecursiveComparison().ignoringFields("deployments.modelInfo.written");
    }

    private static LiteLlmConfig typed(FlowGateConfig config) {
        return config.litellm("sample", name -> null);
    }

    private static Object sample(ContractKey key) {
        return switch (key.name()) {
            case "model" -> "groq/other";
            case "custom_llm_provider" -> "anthropic";
            case "api_key_ref" -> CREDENTIAL;
            default -> sample(key.shape());
        };
    }

    /** A value that no default has. */
    private static Object sample(Shape shape) {
        if (shape instanceof Choice choice) {
            return choice.values().get(choice.values().size() - 1);
        }
        if (shape instanceof ListOf list) {
            return List.of(sample(list.item()));
        }
        if (shape instanceof MapOf map) {
            return Map.of("demo", sample(map.value()));
        }
        if (shape instanceof Either either) {
            return sample(either.shapes().get(0));
        }
        return switch ((Value) shape) {
            case TEXT, FREE_TEXT, SECRET, IDENTIFIER -> "sample";
            case BOOLEAN -> true;
            case VERIFICATION -> false;
            case HTTP_URI -> "http://sample:1/v1";
            case SECONDS, SECONDS_OR_ZERO, COUNT, POSITIVE_COUNT, AMOUNT -> 7;
            case ARGUMENT, PATH, DURATION, VERSION, PORT, ANYTHING ->
                throw new IllegalArgumentException("No key of LiteLLM that is read has this shape: " + shape);
        };
    }

    private static FlowGateConfig with(String path, Object value) {
        Map<String, Object> deployment = new LinkedHashMap<>(Map.of("model_name", "demo"));
        deployment.put("litellm_params", new LinkedHashMap<>(Map.of("model", "openai/demo")));
        // Without an id of its own, a deployment's id would follow from every key of it.
        deployment.put("model_info", new LinkedHashMap<>(Map.of("id", "demo-id")));
        Map<String, Object> document = new LinkedHashMap<>(Map.of("model_list", List.of(deployment)));
        put(document, "router_settings.model_group_alias.NAME.model", "demo");
        if (!path.isEmpty()) {
            boolean inDeployment = path.startsWith("model_list[0].");
            put(
                    inDeployment ? deployment : document,
                    inDeployment ? path.substring("model_list[0].".length()) : path,
                    value);
        }
        return FlowGateConfig.builder()
                .baseDirectory(Samples.BASE)
                .paths(PathsConfig.under(Path.of("sample")))
                .service(ServiceConfig.embedded())
                .upstreamCredential(CREDENTIAL, Path.of("key"))
                .litellmBase(document)
                .profile("sample", Map.of())
                .build();
    }

    @SuppressWarnings("unchecked") // Only maps are put under names that more names follow.
    private static void put(Map<String, Object> map, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            map.put(path, value);
        } else {
            Object inner = map.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) inner, path.substring(dot + 1), value);
        }
    }
}
