package dev.flowgate.config;

import dev.flowgate.config.Shape.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether single values are what the contract asks for. */
final class ScalarFit {
    private ScalarFit() {}

    /** Tells whether a scalar is what a shape asks for. */
    static boolean fits(Node.Scalar scalar, Value shape) {
        return switch (shape) {
            case TEXT, PATH, SECRET -> isFilledText(scalar);
            case FREE_TEXT -> Values.text(scalar) != null;
            case ARGUMENT -> Values.written(scalar) != null;
            case IDENTIFIER -> Values.whole(scalar) != null || isFilledText(scalar);
            case BOOLEAN -> Values.truth(scalar) != null;
            case VERIFICATION -> Values.truth(scalar) != null || isFilledText(scalar);
            case DURATION -> isPositive(Values.duration(scalar));
            case SECONDS -> isPositive(Values.seconds(scalar));
            case SECONDS_OR_ZERO -> Values.seconds(scalar) != null;
            case COUNT -> Values.count(scalar) != null;
            case POSITIVE_COUNT -> {
                Integer count = Values.count(scalar);
                yield count != null && count > 0;
            }
            case AMOUNT -> Values.amount(scalar) != null;
            case VERSION -> Values.whole(scalar) != null;
            case PORT -> isPort(Values.whole(scalar));
            case HTTP_URI -> Values.httpUri(scalar) != null;
            case ANYTHING -> true;
        };
    }

    private static boolean isFilledText(Node.Scalar scalar) {
        return Values.text(scalar) != null && !scalar.text().isBlank();
    }

    private static boolean isPositive(@Nullable Duration duration) {
        return duration != null && !duration.isZero();
    }

    private static boolean isPort(@Nullable Long port) {
        return port != null && port >= 1 && port <= 65535;
    }
}
