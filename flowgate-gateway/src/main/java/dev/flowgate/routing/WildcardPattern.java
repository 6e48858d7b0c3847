package dev.flowgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model name with {@code *} in it: each stands for any text. The whole name must match. */
final class WildcardPattern {
    /** Longer names are no model's, and matching them against several stars would take long. */
    private static final int MAX_NAME_LENGTH = 256;

    private final Pattern regex;

    WildcardPattern(String text) {
        StringBuilder expression = new StringBuilder();
        for (String literal : text.split("\\*", -1)) {
            expression
                    .append(expression.isEmpty() ? "" : "(.*)")
                    .append("(?:")
                    .append(literal.isEmpty() ? "" : Pattern.quote(literal))
                    .append(')');
        }
        this.regex = Pattern.compile(expression.toString(), Pattern.DOTALL);
    }

    /** Returns what the stars stand for in a name, or nothing when the name does not match. */
    Optional<List<String>> match(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = regex.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> captured = new ArrayList<>(matcher.groupCount());
        for (int i = 1; i <= matcher.groupCount(); i++) {
            captured.add(matcher.group(i));
        }
        return Optional.of(captured);
    }

    /**
     * Puts the captured texts in the place of the stars of an upstream model, from left to right. A model without stars
     * stays as it is; with fewer stars than captures the requested name is used unchanged.
     */
    static String fill(String upstreamModel, List<String> captured, String requested) {
        int stars = (int) upstreamModel.chars().filter(c -> c == '*').count();
        if (stars == 0) {
            return upstreamModel;
        }
        if (stars < captured.size()) {
            return requested;
        }
        StringBuilder filled = new StringBuilder();
        int next = 0;
        for (int i = 0; i < upstreamModel.length(); i++) {
            char c = upstreamModel.charAt(i);
            if (c == '*' && next < captured.size()) {
                filled.append(captured.get(next++));
            } else {
                filled.append(c);
            }
        }
        return filled.toString();
    }
}
