package dev.flowgate.config;

import dev.flowgate.secret.SecretReference;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes typed values out of nodes. Each method returns null for a node that is absent or of another type; that it is
 * of another type has been reported by {@link ShapeCheck}.
 */
final class Values {
    private static final long LONGEST_SECONDS = 366L * 24 * 60 * 60;

    private Values() {}

    static @Nullable String text(@Nullable Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof String text ? text : null;
    }

    /** The characters as written, whatever they would be read as. */
    static @Nullable String written(@Nullable Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() != null ? scalar.text() : null;
    }

    static @Nullable Long whole(@Nullable Node node) {
        Object number = number(node);
        if (number instanceof Long value) {
            return value;
        }
        return number instanceof Double value && Math.rint(value) == value && Math.abs(value) < 1e15
                ? (Long) value.longValue()
                : null;
    }

    /** A number, also one in quotes: a text has no other meaning where a number belongs. */
    private static @Nullable Object number(@Nullable Node node) {
        if (!(node instanceof Node.Scalar scalar)) {
            return null;
        }
        return scalar.value() instanceof String text && !text.isEmpty() ? CoreSchema.resolve(text) : scalar.value();
    }

    /** A count: 0 or more, and within an int. */
    static @Nullable Integer count(@Nullable Node node) {
        Long value = whole(node);
        return value != null && value >= 0 && value <= Integer.MAX_VALUE ? (Integer) value.intValue() : null;
    }

    static @Nullable Double amount(@Nullable Node node) {
        if (number(node) instanceof Number number) {
            double value = number.doubleValue();
            return value >= 0 && value < Double.POSITIVE_INFINITY ? (Double) value : null;
        }
        return null;
    }

    static @Nullable Boolean truth(@Nullable Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.value() instanceof Boolean value ? value : oldTruth(scalar);
        }
        return null;
    }

    /** The words that YAML 1.1 took for booleans, unquoted (yaml.org/type/bool.html). */
    static @Nullable Boolean oldTruth(Node.Scalar scalar) {
        if (!scalar.plain()) {
            return null;
        }
        return switch (scalar.text().toLowerCase(Locale.ROOT)) {
            case "yes", "on" -> true;
            case "no", "off" -> false;
            default -> null;
        };
    }

    static @Nullable Duration seconds(@Nullable Node node) {
        Double value = amount(node);
        return value != null && value <= LONGEST_SECONDS ? Duration.ofNanos(Math.round(value * 1e9)) : null;
    }

    /** A number of seconds, or a number with one of the units ms, s, m and h. */
    static @Nullable Duration duration(@Nullable Node node) {
        String text = text(node);
        if (text == null) {
            return seconds(node);
        }
        int unit = text.length();
        while (unit > 0 && Character.isLetter(text.charAt(unit - 1))) {
            unit--;
        }
        long nanos = switch (text.substring(unit)) {
            case "ms" -> 1_000_000L;
            case "s", "" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0L;
        };
        Object number = unit == 0 || unit > 20 ? null : CoreSchema.resolve(text.substring(0, unit));
        if (nanos == 0 || !(number instanceof Number value) || !(value.doubleValue() >= 0)) {
            return null;
        }
        double seconds = value.doubleValue() * nanos / 1e9;
        return seconds > LONGEST_SECONDS
                ? null
                : Duration.ofNanos(BigDecimal.valueOf(value.doubleValue())
                        .multiply(BigDecimal.valueOf(nanos))
                        .longValue());
    }

    static @Nullable URI httpUri(@Nullable Node node) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            boolean usable = uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= 65535;
            return http && usable ? uri : null;
        } catch (URISyntaxException unusable) {
            return null;
        }
    }

    static List<String> texts(@Nullable Node node) {
        List<String> texts = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                String text = text(item);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    static Node.Mapping mapping(@Nullable Node node) {
        return node instanceof Node.Mapping mapping ? mapping : Node.emptyMapping(Origin.inCode(KeyPath.ROOT));
    }

    /** Whether a text is {@code os.environ/NAME}, which stands for the value of a variable. */
    static boolean isEnvironmentReference(@Nullable Node node) {
        String text = text(node);
        return text != null && text.startsWith(SecretReference.ENVIRONMENT_PREFIX);
    }
}
