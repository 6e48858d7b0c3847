package dev.flowgate.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Files of {@code /proc/PID}. A process can go away at any moment, so that a missing file is an ordinary answer. */
final class ProcFiles {
    private ProcFiles() {}

    /** Returns the ids of all processes that can be seen. */
    static long[] pids() {
        String[] names = new File("/proc").list();
        if (names == null) {
            return new long[0];
        }
        long[] pids = new long[names.length];
        int count = 0;
        for (String name : names) {
            if (name.charAt(0) >= '1' && name.charAt(0) <= '9') {
                pids[count++] = Long.parseLong(name);
            }
        }
        return Arrays.copyOf(pids, count);
    }

    /** Returns a file's content; null when the process has gone or is not ours to read. */
    static byte @Nullable [] read(long pid, String name) {
        return read(Long.toString(pid), name);
    }

    static byte @Nullable [] read(String pid, String name) {
        try {
            return Files.readAllBytes(Path.of("/proc/" + pid + "/" + name));
        } catch (IOException goneOrForbidden) {
            return null;
        }
    }

    /** Returns where a link points; null when the process has gone, has no such link or is not ours to look at. */
    static @Nullable String link(long pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/" + name)).toString();
        } catch (IOException goneOrForbidden) {
            return null;
        }
    }
}
