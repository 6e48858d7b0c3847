package dev.flowgate.config;

import dev.flowgate.config.Shape.Choice;
import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Others;
import dev.flowgate.config.Shape.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration contract as a JSON Schema (draft 2020-12), for editors. It is made of the tables that files are
 * checked with, so it cannot say anything else; what needs more than one place of the file to judge, only the check
 * tells.
 */
public final class ConfigSchema {
    private static final String ENVIRONMENT_PATTERN = "^os\\.environ/.+";

    private ConfigSchema() {}

    /**
     * Returns the schema.
     *
     * @return JSON, indented, with a line feed at the end
     */
    public static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "FlowGate configuration, version " + Contract.VERSION);
        schema.putAll(schema(Contract.ROOT));
        return JsonText.of(schema);
    }

    private static Map<String, Object> schema(Shape shape) {
        if (shape instanceof Table table) {
            return table(table);
        }
        if (shape instanceof MapOf map) {
            return mapOf(map);
        }
        if (shape instanceof ListOf list) {
            Map<String, Object> schema = typed("array");
            schema.put("items", schema(list.item()));
            if (list.notEmpty()) {
                schema.put("minItems", 1);
            }
            return schema;
        }
        if (shape instanceof Choice choice) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("enum", choice.values());
            return schema;
        }
        if (shape instanceof Either either) {
            return anyOf(either.shapes().stream().map(ConfigSchema::schema).toList());
        }
        return value((Shape.Value) shape);
    }

    private static Map<String, Object> table(Table table) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (ContractKey key : table.keys()) {
            Map<String, Object> property = key.required() ? schema(key.shape()) : orNull(schema(key.shape()));
            property.put("description", description(key));
            properties.put(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> schema = typed("object");
        schema.put("properties", properties);
        schema.put("patternProperties", comments());
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", table.others() != Others.REFUSED);
        return schema;
    }

    private static String description(ContractKey key) {
        return key.isRefused() ? "Not honoured by the embedded engine: " + key.description() + "." : key.description();
    }

    private static Map<String, Object> mapOf(MapOf map) {
        Map<String, Object> schema = typed("object");
        schema.put("patternProperties", comments());
        Map<String, Object> value = schema(map.value());
        schema.put("additionalProperties", map.value() instanceof Table ? orNull(value) : value);
        if (map.least() > 0) {
            schema.put("minProperties", map.least());
        }
        return schema;
    }

    private static Map<String, Object> value(Shape.Value shape) {
        return switch (shape) {
            case TEXT, PATH, SECRET -> with(typed("string"), "pattern", "\\S");
            case FREE_TEXT -> typed("string");
            case HTTP_URI -> with(typed("string"), "pattern", "^([hH][tT][tT][pP][sS]?://|os\\.environ/).+");
            case ARGUMENT -> typed(List.of("string", "number", "boolean", "null"));
            case IDENTIFIER -> typed(List.of("string", "integer"));
            case BOOLEAN -> orVariable(typed("boolean"));
            case VERIFICATION -> anyOf(List.of(typed("boolean"), with(typed("string"), "pattern", "\\S")));
            case DURATION ->
                anyOf(List.of(
                        with(typed("number"), "exclusiveMinimum", 0),
                        with(typed("string"), "pattern", "^[0-9]+(\\.[0-9]+)?(ms|s|m|h)?$")));
            case SECONDS -> orVariable(with(typed("number"), "exclusiveMinimum", 0));
            case SECONDS_OR_ZERO, AMOUNT -> orVariable(with(typed("number"), "minimum", 0));
            case COUNT -> orVariable(with(typed("integer"), "minimum", 0));
            case POSITIVE_COUNT -> orVariable(with(typed("integer"), "minimum", 1));
            case VERSION -> with(new LinkedHashMap<>(), "enum", List.of(1, Contract.VERSION));
            case PORT -> with(with(typed("integer"), "minimum", 1), "maximum", 65535);
            case ANYTHING -> new LinkedHashMap<>();
        };
    }

    private static Map<String, Object> orVariable(Map<String, Object> schema) {
        return anyOf(List.of(schema, with(typed("string"), "pattern", ENVIRONMENT_PATTERN)));
    }

    /** A key without a value counts as absent. */
    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return schema.isEmpty() ? schema : anyOf(List.of(schema, typed("null")));
    }

    private static Map<String, Object> comments() {
        return with(new LinkedHashMap<>(), "^" + Node.COMMENT_PREFIX, new LinkedHashMap<>());
    }

    private static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
        return with(new LinkedHashMap<>(), "anyOf", schemas);
    }

    private static Map<String, Object> typed(Object type) {
        return with(new LinkedHashMap<>(), "type", type);
    }

    private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        schema.put(key, value);
        return schema;
    }
}
