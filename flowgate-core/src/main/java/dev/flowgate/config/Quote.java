package dev.flowgate.config;

import java.util.Collection;

/** Words of the user's file as messages show them: short, on one line, without control characters. */
final class Quote {
    private static final int LONGEST_VALUE = 80;

    private Quote() {}

    static String key(String key) {
        return '`' + shorten(key, LONGEST_VALUE) + '`';
    }

    static String value(String value) {
        return '"' + shorten(value, LONGEST_VALUE) + '"';
    }

    static String list(Collection<String> names) {
        return names.isEmpty() ? "none" : shorten(String.join(", ", names), 400);
    }

    static String shorten(String text, int limit) {
        int length = Math.min(text.length(), limit);
        StringBuilder shown = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029 ? '?' : c);
        }
        return text.length() > limit ? shown.append('…').toString() : shown.toString();
    }
}
