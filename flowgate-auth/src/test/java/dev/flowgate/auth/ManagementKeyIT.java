package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ManagementKeyIT {
    private static final int PROCESSES = 3;

    @TempDir
    Path directory;

    @Test
    void isTheSameForProcessesThatMakeItAtOnce() throws Exception {
        Path runtime = directory.resolve("runtime");
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Maker.class.getName(),
                                runtime.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            // They wait for this line, so that they come at the same time.
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            List<String> keys = new ArrayList<>();
            for (Process process : processes) {
                keys.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            assertThat(keys)
                    .hasSize(PROCESSES)
                    .containsOnly(ManagementKey.in(runtime).reveal());
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** Makes the key, or takes that of another process, and prints it. */
    static final class Maker {
        private Maker() {}

        public static void main(String[] args) throws IOException {
            if (System.in.read() != '\n') {
                throw new IOException("The test has ended.");
            }
            System.out.print(ManagementKey.in(Path.of(args[0])).reveal());
        }
    }
}
