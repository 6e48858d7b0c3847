package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Groups of processes that belong to nobody's service: one without any cookie, one with that of another instance of the
 * same service's name. Each leader writes down every signal that it gets and could take.
 */
final class Bystanders implements AutoCloseable {
    private static final String SCRIPT = "for s in HUP INT QUIT TERM CONT USR1; do trap \"echo $s >>'$1'\" $s; done; "
            + "sleep 1000 & sleep 1000 & last=$!; echo ready; while kill -0 $last; do wait; done";

    private final LinuxProcesses processes = new LinuxProcesses();
    private final List<Process> leaders = new ArrayList<>();
    private final List<Path> signals = new ArrayList<>();

    Bystanders(Path folder) {
        start(folder.resolve("signals.plain"), Map.of());
        start(
                folder.resolve("signals.service"),
                Map.of(Cookie.SERVICE, "svc", Cookie.INSTANCE, UUID.randomUUID().toString()));
    }

    /** Returns the process of one, for a record that lies. */
    ServiceRecord.Ids ids(int number) {
        long pid = leaders.get(number % leaders.size()).pid();
        long ticks = Objects.requireNonNull(processes.stat(pid)).startTicks();
        return new ServiceRecord.Ids(pid, pid, pid, ticks);
    }

    /** Returns how many of them were signalled or have ended. */
    int harmed() throws IOException {
        int harmed = 0;
        for (int i = 0; i < leaders.size(); i++) {
            boolean whole = processes.group(leaders.get(i).pid()).size() == 3;
            harmed += whole && !Files.exists(signals.get(i)) ? 0 : 1;
        }
        return harmed;
    }

    @Override
    public void close() throws InterruptedException {
        for (Process leader : leaders) {
            processes.killGroup(leader.pid());
            leader.waitFor();
        }
    }

    private void start(Path file, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder("setsid", "/bin/sh", "-c", SCRIPT, "sh", file.toString());
        builder.environment().putAll(variables);
        try {
            Process leader = builder.start();
            leaders.add(leader);
            signals.add(file);
            BufferedReader output = leader.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).isEqualTo("ready");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
