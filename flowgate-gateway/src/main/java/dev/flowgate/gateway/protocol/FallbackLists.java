package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fallbacks in a request, in one of LiteLLM's two forms: a plain list of models, or a list of objects that map a
 * model to its own list.
 */
final class FallbackLists {
    private static final String FORMS =
            "a list of model names, of objects {\"model\": \"name\"} or of objects {\"name\": [\"stand-in\"]}";
    private static final String OBJECTS = "a list of objects {\"name\": [\"stand-in\"]}";

    private final String field;
    private final List<String> plain = new ArrayList<>();
    private final Map<String, List<String>> byModel = new LinkedHashMap<>();

    private FallbackLists(String field) {
        this.field = field;
    }

    /** Reads the list that the parser is at. */
    static FallbackLists read(JsonParser parser, String field) throws IOException {
        FallbackLists lists = new FallbackLists(field);
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw FieldTypes.wrong(field, FORMS, parser.currentToken());
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            lists.entry(parser);
        }
        if (!lists.plain.isEmpty() && !lists.byModel.isEmpty()) {
            throw new InvalidRequestException(
                    "The field " + field + " mixes plain models with lists by model. Use one form.", field);
        }
        return lists;
    }

    /** The models for whatever fails; null when the lists are by model. */
    @Nullable List<String> plain() {
        return byModel.isEmpty() ? plain : null;
    }

    /** The lists by model; null when the list is plain. */
    @Nullable Map<String, List<String>> byModel() {
        return byModel.isEmpty() ? null : byModel;
    }

    /** The lists by model, where no other form is allowed. */
    Map<String, List<String>> requireByModel() {
        if (!plain.isEmpty()) {
            throw new InvalidRequestException("The field " + field + " must be " + OBJECTS + ".", field);
        }
        return byModel;
    }

    private void entry(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            plain.add(parser.getText());
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw FieldTypes.wrong(field, FORMS, parser.currentToken());
        }
        boolean changes = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
            if (changes && isList) {
                throw unsupported(name);
            } else if (isList) {
                byModel.putIfAbsent(name, models(parser));
            } else {
                plain.add(model(name, parser));
                changes = true;
            }
        }
    }

    private List<String> models(JsonParser parser) throws IOException {
        List<String> models = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    models.add(model(name, parser));
                }
            } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
                models.add(parser.getText());
            } else {
                throw FieldTypes.wrong(field, FORMS, parser.currentToken());
            }
        }
        return models;
    }

    /** LiteLLM lays such an object over the request; only another model can be had here. */
    private String model(String name, JsonParser parser) throws IOException {
        if (!name.equals("model")) {
            throw unsupported(name);
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw FieldTypes.wrong(field + "[].model", "a string", parser.currentToken());
        }
        return parser.getText();
    }

    private InvalidRequestException unsupported(String name) {
        return new InvalidRequestException(
                "An entry of the field " + field + " has " + name
                        + " with a value that is not supported: beside lists of models by their names, only the model of"
                        + " a request can be changed. Write " + FORMS + ".",
                field);
    }
}
