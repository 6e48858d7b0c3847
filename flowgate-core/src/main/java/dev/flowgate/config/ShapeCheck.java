package dev.flowgate.config;

import dev.flowgate.config.Shape.Choice;
import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Others;
import dev.flowgate.config.Shape.Table;
import dev.flowgate.config.Shape.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares a tree with the contract and reports every difference: types, ranges, words, unknown and missing keys. */
final class ShapeCheck {
    /** A list of more keys than this is for the documentation. */
    private static final int FEW_KEYS = 8;

    private final Problems problems;
    private final boolean embedded;

    /**
     * Prepares a check.
     *
     * @param embedded whether the embedded engine runs, so that keys that it does not honour are worth a warning
     */
    ShapeCheck(Problems problems, boolean embedded) {
        this.problems = problems;
        this.embedded = embedded;
    }

    void check(Node node, Shape shape) {
        if (shape instanceof Table table) {
            table(node, table);
        } else if (shape instanceof MapOf map) {
            mapOf(node, map);
        } else if (shape instanceof ListOf list) {
            listOf(node, list);
        } else if (shape instanceof Either either) {
            either(node, either);
        } else if (shape instanceof Choice choice) {
            choice(node, choice);
        } else if (shape != Value.ANYTHING) {
            value(node, (Value) shape);
        }
    }

    private void table(Node node, Table table) {
        if (!(node instanceof Node.Mapping mapping)) {
            wrongType(node, table);
            return;
        }
        mapping.content().forEach((name, entry) -> {
            ContractKey key = table.key(name);
            if (key == null) {
                unknownKey(name, entry, table);
            } else if (key.isRefused()) {
                if (embedded) {
                    problems.warning(
                            entry.key(),
                            "the embedded engine does not honour " + Quote.key(name) + ": " + key.description(),
                            "it stays in the document for LiteLLM (services.litellm.type: process)");
                }
            } else if (mapping.get(name) != null) {
                check(entry.value(), key.shape());
            }
        });
        for (ContractKey key : table.keys()) {
            if (key.required() && mapping.get(key.name()) == null) {
                problems.error(
                        mapping.origin().at(mapping.origin().path().child(key.name())),
                        "the key `" + key.name() + "` is missing",
                        "add it: " + Character.toLowerCase(key.description().charAt(0))
                                + key.description()
                                        .substring(1, key.description().length() - 1));
            }
        }
    }

    private void unknownKey(String name, Node.Entry entry, Table table) {
        if (table.others() == Others.REFUSED) {
            String nearest = Spelling.nearest(name, table.names());
            String suggestion = nearest == null ? "" : "; did you mean `" + nearest + "`?";
            problems.error(
                    entry.key(),
                    "unknown key " + Quote.key(name) + suggestion,
                    "allowed here: " + String.join(", ", table.names()));
        } else if (table.others() == Others.NOT_HONOURED && !embedded) {
            String nearest = Spelling.nearest(name, table.names());
            if (nearest != null) {
                problems.warning(
                        entry.key(),
                        "unknown key " + Quote.key(name) + "; did you mean `" + nearest + "`?",
                        "it stays in the document for LiteLLM");
            }
        } else if (table.others() == Others.NOT_HONOURED) {
            String nearest = Spelling.nearest(name, table.names());
            problems.warning(
                    entry.key(),
                    "the embedded engine does not know " + Quote.key(name)
                            + (nearest == null ? "" : "; did you mean `" + nearest + "`?"),
                    nearest == null && table.keys().size() <= FEW_KEYS
                            ? "the keys here are " + String.join(", ", table.names())
                            : "it stays in the document for LiteLLM (services.litellm.type: process)");
        }
    }

    private void mapOf(Node node, MapOf map) {
        if (!(node instanceof Node.Mapping mapping)) {
            wrongType(node, map);
            return;
        }
        var content = mapping.content();
        if (content.size() < map.least() || content.size() > map.most()) {
            wrong(node.origin(), "must be " + map.expected() + "; found " + content.size() + " entries", null);
        }
        content.forEach((name, entry) -> {
            if (mapping.get(name) == null) {
                if (map.value() instanceof Table table) {
                    // A profile or provider that says nothing is one; a service that says nothing still has a name.
                    check(Node.emptyMapping(entry.key()), table);
                } else if (map.value() != Value.ARGUMENT) {
                    wrongType(entry.value(), map.value());
                }
            } else {
                check(entry.value(), map.value());
            }
        });
    }

    private void listOf(Node node, ListOf list) {
        if (!(node instanceof Node.Sequence sequence)) {
            wrongType(node, list);
            return;
        }
        if (list.notEmpty() && sequence.items().isEmpty()) {
            wrong(node.origin(), "must be " + list.expected() + "; found an empty list", null);
        }
        sequence.items().forEach(item -> check(item, list.item()));
    }

    private void either(Node node, Either either) {
        for (Shape shape : either.shapes()) {
            boolean fits = node instanceof Node.Mapping
                    ? shape instanceof Table || shape instanceof MapOf
                    : node instanceof Node.Sequence ? shape instanceof ListOf : shape instanceof Value;
            if (fits) {
                check(node, shape);
                return;
            }
        }
        wrongType(node, either);
    }

    private void choice(Node node, Choice choice) {
        String text = Values.text(node);
        if (text == null) {
            wrongType(node, choice);
        } else if (!choice.values().contains(text) && !isVariable((Node.Scalar) node)) {
            List<String> values = choice.values();
            wrong(
                    node.origin(),
                    "must be " + choice.expected() + "; found " + Quote.value(text),
                    Spelling.didYouMean(text.toLowerCase(Locale.ROOT), values));
        }
    }

    private void value(Node node, Value shape) {
        if (!(node instanceof Node.Scalar scalar)) {
            wrongType(node, shape);
            return;
        }
        Boolean old = (shape == Value.BOOLEAN || shape == Value.VERIFICATION) ? Values.oldTruth(scalar) : null;
        if (old != null) {
            problems.warning(
                    scalar.origin(), "read as " + old + ", as YAML 1.1 did; in YAML 1.2 it is text", "write " + old);
        }
        boolean fits = ScalarFit.fits(scalar, shape) || isVariable(scalar);
        if (!fits) {
            wrongValue(scalar, shape);
        }
    }

    /** In the LiteLLM part a variable may stand for every scalar, as LiteLLM has it. */
    private static boolean isVariable(Node.Scalar scalar) {
        return Values.isEnvironmentReference(scalar)
                && Contract.LITELLM_PARTS.contains(scalar.origin().path().top());
    }

    /** Real LiteLLM takes more than the engine does. It is handed every value as it is, and has the last word. */
    private void wrong(Origin at, String message, @Nullable String hint) {
        if (!embedded && isWithinSection(at.path())) {
            problems.warning(at, message, hint == null ? "LiteLLM is handed it as it is, and may refuse it" : hint);
        } else {
            problems.error(at, message, hint);
        }
    }

    /** Such as {@code litellm_base.router_settings.timeout}, or the same in a profile. */
    private static boolean isWithinSection(KeyPath path) {
        return switch (path.top()) {
            case "litellm_base" -> path.depth() > 2;
            case "profiles" -> path.depth() > 3;
            default -> false;
        };
    }

    private void wrongValue(Node.Scalar scalar, Value shape) {
        boolean wantsText =
                shape == Value.TEXT || shape == Value.PATH || shape == Value.FREE_TEXT || shape == Value.SECRET;
        if (wantsText && scalar.value() != null && !(scalar.value() instanceof String)) {
            wrong(scalar.origin(), "must be " + shape.expected() + "; found " + scalar.kind(), "put it in quotes");
        } else if (wantsText && scalar.value() != null) {
            wrong(scalar.origin(), "must not be empty", "give it a value, or remove the key");
        } else if (scalar.value() == null) {
            wrongType(scalar, shape);
        } else {
            String shown = Redaction.withoutCredentials(scalar.text());
            String found = Redaction.isSecretPath(scalar.origin().path())
                    ? scalar.kind()
                    : scalar.value() instanceof String ? Quote.value(shown) : Quote.shorten(shown, 80);
            wrong(scalar.origin(), "must be " + shape.expected() + "; found " + found, null);
        }
    }

    private void wrongType(Node node, Shape shape) {
        wrong(node.origin(), "must be " + shape.expected() + "; found " + node.kind(), null);
    }
}
