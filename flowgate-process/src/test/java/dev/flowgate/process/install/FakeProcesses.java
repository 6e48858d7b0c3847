package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Waits for the processes whose ids a program has written into a file. */
final class FakeProcesses {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FakeProcesses() {}

    static List<ProcessHandle> await(Path file) throws IOException {
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(file));
        List<ProcessHandle> processes = stillRunning(file);
        assertThat(processes).as("processes of " + file).hasSize(2);
        return processes;
    }

    static List<ProcessHandle> stillRunning(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).strip().split(" ", -1))
                .map(id -> ProcessHandle.of(Long.parseLong(id)))
                .flatMap(Optional::stream)
                .toList();
    }

    static void awaitEnd(List<ProcessHandle> processes) {
        Awaitility.await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }
}
