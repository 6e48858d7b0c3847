package dev.flowgate.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks for the process behind a listening socket by lsof(8), where there is no {@code /proc}. */
final class LsofSearch {
    private static final long PATIENCE_SECONDS = 5;

    private LsofSearch() {}

    static Optional<PortOwner> find(int port) {
        ProcessBuilder builder = new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpcu")
                .redirectInput(new File("/dev/null"))
                .redirectError(Redirect.DISCARD);
        try {
            Process process = builder.start();
            try {
                // The few lines fit into the pipe, so that the process ends without a reader.
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                byte[] output = process.getInputStream()
                        .readNBytes(process.getInputStream().available());
                return Optional.ofNullable(parse(new String(output, StandardCharsets.UTF_8)));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notInstalled) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // One line for each field, with its letter first: p for the process, c for the command (lsof(8), OUTPUT FOR OTHER
    // PROGRAMS).
    static @Nullable PortOwner parse(String output) {
        long pid = 0;
        String command = "command unknown";
        for (String line : output.split("\n", -1)) {
            if (line.startsWith("p")) {
                if (pid > 0) {
                    break;
                }
                pid = Long.parseLong(line.substring(1));
            } else if (line.startsWith("c")) {
                command = line.substring(1);
            }
        }
        if (pid == 0) {
            return null;
        }
        return new PortOwner.Visible(
                pid,
                command,
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().startInstant())
                        .orElse(null),
                null);
    }
}
