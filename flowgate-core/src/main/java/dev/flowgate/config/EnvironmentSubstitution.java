package dev.flowgate.config;

import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Table;
import dev.flowgate.config.Shape.Value;
import dev.flowgate.secret.SecretReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of environment variables where {@code os.environ/NAME} stands, under keys that the embedded engine
 * reads. Secrets stay references, to be fetched when they are used. What cannot be had is reported and left.
 */
final class EnvironmentSubstitution {
    private final UnaryOperator<@Nullable String> environment;
    private final Problems problems;

    EnvironmentSubstitution(UnaryOperator<@Nullable String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    Node apply(Node node, Shape shape) {
        if (node instanceof Node.Scalar scalar) {
            return Values.isEnvironmentReference(node) ? scalar(scalar, shape) : scalar;
        }
        if (node instanceof Node.Sequence sequence) {
            Shape item = shape instanceof ListOf list ? list.item() : Value.ANYTHING;
            List<Node> items = new ArrayList<>(sequence.items().size());
            sequence.items().forEach(inner -> items.add(apply(inner, item)));
            return new Node.Sequence(sequence.origin(), items);
        }
        Node.Mapping mapping = (Node.Mapping) node;
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((name, entry) ->
                        entries.put(name, new Node.Entry(entry.key(), apply(entry.value(), shapeOf(name, shape)))));
        return mapping.with(entries);
    }

    private Node.Scalar scalar(Node.Scalar scalar, Shape shape) {
        if (shape == Value.ANYTHING || shape == Value.SECRET) {
            return scalar;
        }
        String name = scalar.text().substring(SecretReference.ENVIRONMENT_PREFIX.length());
        String text = environment.apply(name);
        if (text == null || text.isBlank()) {
            problems.error(
                    scalar.origin(),
                    "environment variable " + Quote.shorten(name, 80) + " is " + (text == null ? "not set" : "empty"),
                    "set it where FlowGate is started, then start it again");
            return scalar;
        }
        boolean asText =
                shape == Value.TEXT || shape == Value.FREE_TEXT || shape == Value.HTTP_URI || !(shape instanceof Value);
        Node.Scalar value = new Node.Scalar(
                scalar.origin(), asText ? text.strip() : CoreSchema.resolve(text.strip()), text.strip(), !asText);
        boolean fits = shape instanceof Value kind
                ? ScalarFit.fits(value, kind)
                : !(shape instanceof Shape.Choice choice) || choice.values().contains(value.text());
        if (!fits) {
            problems.error(
                    scalar.origin(),
                    "environment variable " + Quote.shorten(name, 80) + " must hold " + shape.expected()
                            + "; its value, which is not shown, is something else",
                    null);
            return scalar;
        }
        return value;
    }

    private static Shape shapeOf(String name, Shape shape) {
        if (shape instanceof Table table) {
            ContractKey key = table.key(name);
            return key == null ? Value.ANYTHING : key.shape();
        }
        if (shape instanceof MapOf map) {
            return map.value();
        }
        if (shape instanceof Either either) {
            for (Shape alternative : either.shapes()) {
                if (alternative instanceof Table || alternative instanceof MapOf) {
                    return shapeOf(name, alternative);
                }
            }
        }
        return Value.ANYTHING;
    }
}
