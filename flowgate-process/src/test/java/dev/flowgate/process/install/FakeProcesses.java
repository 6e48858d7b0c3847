package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Waits for the processes whose ids a program has written into a file. */
final class FakeProcesses {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FakeProcesses() {}

    static List<ProcessHandle> await(Path file) throws IOException {
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(file));
        List<ProcessHandle> processes = new ArrayList<>();
        for (String id : Files.readString(file).strip().split(" ", -1)) {
            processes.add(ProcessHandle.of(Long.parseLong(id)).orElseThrow());
        }
        return processes;
    }

    static void awaitEnd(List<ProcessHandle> processes) {
        Awaitility.await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }
}
