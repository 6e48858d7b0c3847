package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(String... way) {
        Object value = SCHEMA;
        for (String step : way) {
            Object next = value instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : ((Map<String, Object>) value).get(step);
            value = Objects.requireNonNull(next, step);
        }
        return (Map<String, Object>) value;
    }
}
