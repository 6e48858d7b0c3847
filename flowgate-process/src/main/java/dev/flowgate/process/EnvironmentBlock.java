package dev.flowgate.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of {@code /proc/PID/environ}: {@code NAME=value} entries that end with a NUL. */
final class EnvironmentBlock {
    private EnvironmentBlock() {}

    /** Returns a variable's value; null when it is not there. */
    static @Nullable String value(byte[] block, String name) {
        byte[] key = (name + "=").getBytes(StandardCharsets.UTF_8);
        int start = 0;
        while (start < block.length) {
            int end = endOfEntry(block, start);
            if (startsWith(block, start, end, key)) {
                return new String(block, start + key.length, end - start - key.length, StandardCharsets.UTF_8);
            }
            start = end + 1;
        }
        return null;
    }

    /** Tells whether there is any variable; some programs overwrite the block with a text of their own. */
    static boolean hasVariables(byte[] block) {
        int start = 0;
        while (start < block.length) {
            int end = endOfEntry(block, start);
            for (int i = start + 1; i < end; i++) {
                if (block[i] == '=') {
                    return true;
                }
            }
            start = end + 1;
        }
        return false;
    }

    /** Returns the entries, whatever they are: {@code /proc/PID/cmdline} has the same form. */
    static List<String> entries(byte[] block) {
        List<String> entries = new ArrayList<>();
        int start = 0;
        while (start < block.length) {
            int end = endOfEntry(block, start);
            entries.add(new String(block, start, end - start, StandardCharsets.UTF_8));
            start = end + 1;
        }
        return entries;
    }

    /** Returns the variables; of one that stands there twice the first, as getenv(3) does. */
    static Map<String, String> variables(byte[] block) {
        Map<String, String> variables = new HashMap<>();
        for (String entry : entries(block)) {
            int sign = entry.indexOf('=');
            if (sign > 0) {
                variables.putIfAbsent(entry.substring(0, sign), entry.substring(sign + 1));
            }
        }
        return variables;
    }

    private static int endOfEntry(byte[] block, int start) {
        int end = start;
        while (end < block.length && block[end] != 0) {
            end++;
        }
        return end;
    }

    private static boolean startsWith(byte[] block, int start, int end, byte[] key) {
        if (end - start < key.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (block[start + i] != key[i]) {
                return false;
            }
        }
        return true;
    }
}
