package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    private static final Map<String, Object> SCHEMA =
            Plain.map((Node.Mapping) YamlComposer.compose(ConfigSchema.json(), new Problems(null)));

    @Test
    void saysWhatItIs() {
        assertThat(SCHEMA)
                .containsEntry("$schema", "https://json-schema.org/draft/2020-12/schema")
                .containsEntry("type", "object")
                .containsEntry("additionalProperties", false);
    }

    @Test
    void hasEveryKeyOfTheContractWithADescription() {
        assertThat(at("properties")).containsOnlyKeys(Contract.ROOT.names());
        assertThat(at("properties", "paths", "properties")).containsOnlyKeys(Contract.PATHS.names());
        assertThat(at("properties", "services", "additionalProperties", "anyOf", "0", "properties"))
                .containsOnlyKeys(Contract.SERVICE.names());
        assertThat(at("properties", "litellm_base", "properties", "router_settings", "anyOf", "0", "properties"))
                .containsOnlyKeys(LiteLlmContract.ROUTER_SETTINGS.names())
                .allSatisfy((name, schema) -> assertThat(schema.toString()).contains("description="));
    }

    @Test
    void allowsCommentsInEveryMap() {
        assertThat(at("patternProperties")).containsKey("^_comment");
        assertThat(at("properties", "services", "patternProperties")).containsKey("^_comment");
    }

    @Test
    void takesNumbersInQuotesAsTheCheckDoes() {
        for (String number : List.of("1", "0.5", "1e-6", ".5", "+3", "0", "-1", "cheap", "", "1.5.2")) {
            String written = "model: openai/x, input_cost_per_token: '" + number + "'";
            assertThat(pattern("input_cost_per_token").matcher(number).find())
                    .as(number)
                    .isEqualTo(loads(Samples.withParams(written)));
        }
        for (String number : List.of("1", "20", "0", "-1", "1.5", "x")) {
            String written = "model: openai/x, max_parallel_requests: '" + number + "'";
            assertThat(pattern("max_parallel_requests").matcher(number).find())
                    .as(number)
                    .isEqualTo(loads(Samples.withParams(written)));
        }
    }

    @Test
    void takesVariablesOnlyInTheLiteLlmPart() {
        assertThat(pattern("timeout").matcher("os.environ/LIMIT").find()).isTrue();
        assertThat(at(
                                "properties",
                                "litellm_base",
                                "properties",
                                "router_settings",
                                "anyOf",
                                "0",
                                "properties",
                                "routing_strategy")
                        .toString())
                .contains("os\\.environ/");
        assertThat(at("properties", "services").toString()).doesNotContain("os\\.environ/");
    }

    @Test
    void countsTheEntriesOfAFallbackWithoutItsComments() {
        assertThat(at(
                                "properties",
                                "litellm_base",
                                "properties",
                                "router_settings",
                                "anyOf",
                                "0",
                                "properties",
                                "fallbacks")
                        .toString())
                .contains("maxProperties=1", "propertyNames={not={type=string, pattern=^_comment}}");
    }

    /** The pattern that a parameter of a deployment has to match when it is a text. */
    private static Pattern pattern(String param) {
        Map<String, Object> schema =
                at("properties", "litellm_base", "properties", "model_list", "anyOf", "0", "items");
        Object pattern = at(schema, "properties", "litellm_params", "properties", param, "anyOf", "0", "anyOf", "1")
                .get("pattern");
        return Pattern.compile(String.valueOf(pattern));
    }

    private static boolean loads(String yaml) {
        try {
            Samples.parse(yaml);
            return true;
        } catch (ConfigException refused) {
            return false;
        }
    }

    private static Map<String, Object> at(String... way) {
        return at(SCHEMA, way);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> from, String... way) {
        Object value = from;
        for (String step : way) {
            Object next = value instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : ((Map<String, Object>) value).get(step);
            value = Objects.requireNonNull(next, step);
        }
        return (Map<String, Object>) value;
    }
}
