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
    private static final String VARIABLE = "os\\.environ/.+";

    /** Numbers may stand in quotes; these are those from 0 on, in the core schema of YAML. */
    private static final String AMOUNT = "\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+";

    private static final String COUNT = "\\+?[0-9]+(\\.0*)?|0x[0-9a-fA-F]+|0o[0-7]+";
    private static final String POSITIVE = "(?=[^eE]*[1-9])";

    private static final String COMMENT = "^" + Node.COMMENT_PREFIX;

    /** Whether variables of the environment may stand for values, as in the LiteLLM part. */
    private final boolean variables;

    private ConfigSchema(boolean variables) {
        this.variables = variables;
    }

    /**
     * Returns the schema.
     *
     * @return JSON, indented, with a line feed at the end
     */
    public static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "FlowGate configuration, version " + Contract.VERSION);
        schema.putAll(new ConfigSchema(false).table(Contract.ROOT));
        return JsonText.of(schema);
    }

    private Map<String, Object> schema(Shape shape) {
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
            return variables ? anyOf(List.of(schema, text(whole(VARIABLE)))) : schema;
        }
        if (shape instanceof Either either) {
            return anyOf(either.shapes().stream().map(this::schema).toList());
        }
        return value((Shape.Value) shape);
    }

    private Map<String, Object> table(Table table) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (ContractKey key : table.keys()) {
            boolean litellm = Contract.LITELLM_PARTS.contains(key.name());
            Map<String, Object> value = (litellm ? new ConfigSchema(true) : this).schema(key.shape());
            Map<String, Object> property = key.required() ? value : orNull(value);
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

    private Map<String, Object> mapOf(MapOf map) {
        Map<String, Object> schema = typed("object");
        schema.put("patternProperties", comments());
        Map<String, Object> value = schema(map.value());
        schema.put("additionalProperties", map.value() instanceof Table ? orNull(value) : value);
        if (map.least() > 0) {
            schema.put("minProperties", map.least());
        }
        if (map.most() < Integer.MAX_VALUE) {
            // Comments do not count, and JSON Schema cannot leave them out of a count.
            Map<String, Object> commented = not(with(new LinkedHashMap<>(), "propertyNames", not(text(COMMENT))));
            schema.put("anyOf", List.of(with(new LinkedHashMap<>(), "maxProperties", map.most()), commented));
        }
        return schema;
    }

    private Map<String, Object> value(Shape.Value shape) {
        return switch (shape) {
            case TEXT, PATH, SECRET -> text("\\S");
            case FREE_TEXT -> typed("string");
            case HTTP_URI -> text("^([hH][tT][tT][pP][sS]?://|os\\.environ/).+");
            case ARGUMENT -> typed(List.of("string", "number", "boolean", "null"));
            case IDENTIFIER -> typed(List.of("string", "integer"));
            case BOOLEAN -> variables ? anyOf(List.of(typed("boolean"), text(whole(VARIABLE)))) : typed("boolean");
            case VERIFICATION -> anyOf(List.of(typed("boolean"), text("\\S")));
            case DURATION ->
                anyOf(List.of(
                        with(typed("number"), "exclusiveMinimum", 0),
                        text(whole(POSITIVE + "[0-9]+(\\.[0-9]+)?(ms|s|m|h)?"))));
            case SECONDS -> quoted(with(typed("number"), "exclusiveMinimum", 0), POSITIVE + "(" + AMOUNT + ")");
            case SECONDS_OR_ZERO, AMOUNT -> quoted(with(typed("number"), "minimum", 0), AMOUNT);
            case COUNT -> quoted(with(typed("integer"), "minimum", 0), COUNT);
            case POSITIVE_COUNT -> quoted(with(typed("integer"), "minimum", 1), POSITIVE + "(" + COUNT + ")");
            case VERSION -> with(new LinkedHashMap<>(), "enum", List.of(1, Contract.VERSION));
            case PORT -> quoted(with(with(typed("integer"), "minimum", 1), "maximum", 65535), POSITIVE + "[0-9]{1,5}");
            case ANYTHING -> new LinkedHashMap<>();
        };
    }

    /** A number, also one in quotes, or a variable where one may stand. */
    private Map<String, Object> quoted(Map<String, Object> number, String pattern) {
        return anyOf(List.of(number, text(whole(variables ? VARIABLE + "|" + pattern : pattern))));
    }

    private static Map<String, Object> text(String pattern) {
        return with(typed("string"), "pattern", pattern);
    }

    private static String whole(String pattern) {
        return "^(" + pattern + ")$";
    }

    private static Map<String, Object> not(Map<String, Object> schema) {
        return with(new LinkedHashMap<>(), "not", schema);
    }

    /** A key without a value counts as absent. */
    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return schema.isEmpty() ? schema : anyOf(List.of(schema, typed("null")));
    }

    private static Map<String, Object> comments() {
        return with(new LinkedHashMap<>(), COMMENT, new LinkedHashMap<>());
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
