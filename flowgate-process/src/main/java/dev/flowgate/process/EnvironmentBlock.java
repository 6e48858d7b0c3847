package dev.flowgate.process;

import java.nio.charset.StandardCharsets;
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
