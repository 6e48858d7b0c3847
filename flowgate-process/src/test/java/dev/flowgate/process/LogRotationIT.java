package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.file.LineFollower;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are put aside while services write to them. */
@Timeout(240)
class LogRotationIT {
    private static final String NAME = "loud";
    private static final int CHUNKS = 100;

    private ServiceFixture services;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        services = new ServiceFixture(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        services.close();
    }

    private long sizeOf(Path file) {
        return file.toFile().length();
    }

    @Test
    @SuppressWarnings("SystemOut")
    void floodStaysWithinTheLimitAndLosesNextToNothing() throws Exception {
        int lines = Faults.count(200_000, 2_000_000);
        int chunk = lines / CHUNKS;
        LogRotation rotation = new LogRotation(lines, 50);
        services.supervisor.spawn(services.shell(
                NAME,
                "i=0; while [ $i -lt " + CHUNKS + " ]; do seq -f 'line %.0f of the flood' $((i * " + chunk
                        + " + 1)) $((i * " + chunk + " + " + chunk
                        + ")); i=$((i + 1)); done; touch over; exec sleep 100"));
        ServiceFolder folder = services.folderOf(NAME);
        Path over = services.folder.resolve("over");
        int rotations = 0;
        while (!Files.exists(over)) {
            rotations += ServiceLog.cap(folder, rotation) ? 1 : 0;
        }
        List<Long> numbers = numbers(rotation.files(folder.log()));
        long kept = numbers.size();
        System.out.printf(
                Locale.ROOT, "log flood: %d lines, %d rotations, %d lines lost%n", lines, rotations, lines - kept);

        assertThat(rotations).isGreaterThan(1);
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat((double) kept / lines).isBetween(0.9, 1.0);
    }

    /** Returns the numbers of the whole lines; a line of which the front is missing was cut by the rotation. */
    private static List<Long> numbers(List<Path> files) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Path file : files) {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.startsWith("line ") && line.endsWith(" of the flood")) {
                        numbers.add(Long.valueOf(line.substring(5, line.length() - " of the flood".length())));
                    }
                }
            }
        }
        return numbers;
    }

    @Test
    void statusPutsAHugeLogAsideAndTheServiceWritesOn() throws Exception {
        services.supervisor.spawn(services.shell(NAME, "while :; do echo tick; sleep 0.02; done"));
        Path log = services.supervisor.logFile(NAME);
        services.awaitLog(NAME, "tick\n");
        try (LineFollower follower = LineFollower.fromLast(log, 0)) {
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                // A hole: nothing is written to the disk.
                file.setLength(21L * 1024 * 1024);
            }
            follower.poll();

            assertThat(services.supervisor.status(NAME)).isInstanceOf(ServiceStatus.Running.class);

            assertThat(sizeOf(log)).isLessThan(1024 * 1024);
            assertThat(services.supervisor.logFiles(NAME)).containsExactly(log.resolveSibling("service.log.1"), log);
            assertThat(sizeOf(log.resolveSibling("service.log.1"))).isGreaterThanOrEqualTo(21L * 1024 * 1024);
            Awaitility.await().until(() -> follower.poll().contains("tick"));
        }
        services.awaitLog(NAME, "tick\ntick\n");
        assertThat(services.logOf(NAME)).doesNotContain("\0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.resolveSibling("service.log.1"))))
                .isEqualTo("rw-------");
        assertThat(services.supervisor.capLog(NAME)).isFalse();
    }

    @Test
    void logIsLeftAloneWhileSomebodyWorksOnTheService() throws Exception {
        services.supervisor.spawn(services.shell(NAME, "exec sleep 100"));
        try (RandomAccessFile file =
                new RandomAccessFile(services.supervisor.logFile(NAME).toFile(), "rw")) {
            file.setLength(21L * 1024 * 1024);
        }
        LockHolder holder = new LockHolder(java.time.Clock.systemUTC());
        try (TransitionLock lock =
                TransitionLock.acquire(services.folderOf(NAME), "test", java.time.Duration.ofSeconds(5), holder)) {
            lock.requireHeld();
            assertThat(CompletableFuture.supplyAsync(() -> services.supervisor.capLog(NAME))
                            .get(10, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(services.supervisor.logFiles(NAME)).hasSize(1);
        }
        assertThat(services.supervisor.capLog(NAME)).isTrue();
    }
}
