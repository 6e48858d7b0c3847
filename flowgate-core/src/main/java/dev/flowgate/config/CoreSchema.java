package dev.flowgate.config;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads plain scalars as the core schema does (YAML 1.2.2, section 10.3.2). */
final class CoreSchema {
    /** Longer numbers are kept as text: parsing digits costs quadratic time, and no setting needs them. */
    private static final int LONGEST_NUMBER = 400;

    private CoreSchema() {}

    static @Nullable Object resolve(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return null;
            }
            case "true", "True", "TRUE" -> {
                return true;
            }
            case "false", "False", "FALSE" -> {
                return false;
            }
            case ".nan", ".NaN", ".NAN" -> {
                return Double.NaN;
            }
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-.inf", "-.Inf", "-.INF" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                return number(text);
            }
        }
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        if (first > '9' || text.length() > LONGEST_NUMBER) {
            return text;
        }
        if (text.startsWith("0x") && text.length() > 2 && onlyDigits(text, 2, 16)) {
            return whole(text.substring(2), 16);
        }
        if (text.startsWith("0o") && text.length() > 2 && onlyDigits(text, 2, 8)) {
            return whole(text.substring(2), 8);
        }
        int start = first == '-' || first == '+' ? 1 : 0;
        if (start < text.length() && onlyDigits(text, start, 10)) {
            return whole(text, 10);
        }
        return isFloat(text, start) ? (Object) Double.valueOf(text) : text;
    }

    private static Object whole(String digits, int radix) {
        BigInteger value = new BigInteger(digits, radix);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private static boolean onlyDigits(String text, int from, int radix) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFloat(String text, int start) {
        int at = skipDigits(text, start);
        int digits = at - start;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = at + 1;
            at = skipDigits(text, fraction);
            digits += at - fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            at = skipDigits(text, exponent);
            if (at == exponent) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
