package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.file.LineFollower;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logs that are put aside while services write to them. */
@Timeout(240)
class LogRotationIT {
    private static final String NAME = "loud";
    private static final int CHUNKS = 100;
    private static final int BLOCK = 4096;
    private static final Pattern LINE = Pattern.compile("line (\\d+) of the flood");
    private static final String ROW = "%-44s %9s %9s %7s %7s%n";

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private long sizeOf(Path file) {
        return file.toFile().length();
    }

    @Test
    void floodLosesNothingWhereTheKernelTakesTheFrontOff() throws Exception {
        Path trial = Files.write(services.folder.resolve("trial"), new byte[3 * BLOCK]);
        long block = FrontCut.blockSize(trial);
        if (block > BLOCK || !FrontCut.BY_KERNEL.cut(trial, block)) {
            Tools.skip("the front of a file cannot be taken off here (ext4 or XFS, and fallocate of util-linux)");
        }

        Flood flood = flood(FrontCut.BY_KERNEL);

        assertThat(sizeOf(trial)).isEqualTo(3 * BLOCK - block);
        assertThat(flood.report("taken off")).isZero();
    }

    @Test
    void floodLosesNextToNothingWhereTheLogIsCutOff() throws Exception {
        Flood flood = flood(FrontCut.NONE);

        assertThat((double) flood.report("cut off") / flood.lines()).isLessThan(0.1);
    }

    @Test
    void lessThanAllIsTakenOffALogOfWholeBlocks() throws Exception {
        Path log = Files.write(services.folder.resolve("service.log"), new byte[3 * BLOCK]);
        long block = FrontCut.blockSize(log);
        List<Long> cuts = new ArrayList<>();
        LogRotation rotation = new LogRotation(1, 1, (file, length) -> cuts.add(length));

        rotation.putAside(log);

        assertThat(cuts).containsExactly((3L * BLOCK - 1) / block * block);
        assertThat(cuts.get(0)).isLessThan(3 * BLOCK);
        assertThat(sizeOf(log.resolveSibling("service.log.1"))).isEqualTo(cuts.get(0));
    }

    /** What is left of lines that were written as fast as can be. */
    private record Flood(int lines, int rotations, List<Long> numbers, int torn) {
        /** Prints the counts, which are the product's promise, and returns how many lines were lost. */
        @SuppressWarnings("SystemOut")
        int report(String how) {
            int lost = lines - numbers.size();
            System.out.printf(Locale.ROOT, ROW, "log flood", "lines", "rotations", "lost", "torn");
            System.out.printf(Locale.ROOT, ROW, "front " + how, lines, rotations, lost, torn);
            assertThat(rotations).isGreaterThan(1);
            assertThat(torn).isLessThanOrEqualTo(lost);
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            return lost;
        }
    }

    private Flood flood(FrontCut frontCut) throws Exception {
        int lines = Faults.count(200_000, 2_000_000);
        int chunk = lines / CHUNKS;
        LogRotation rotation = new LogRotation(lines, 50, frontCut);
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
        return count(lines, rotations, rotation.files(folder.log()));
    }

    /** Counts lines over all files as if they were one: a line may begin in one and end in the next. */
    private static Flood count(int lines, int rotations, List<Path> files) throws IOException {
        List<Long> numbers = new ArrayList<>();
        int torn = 0;
        List<InputStream> streams = new ArrayList<>();
        for (Path file : files) {
            streams.add(Files.newInputStream(file));
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new SequenceInputStream(Collections.enumeration(streams)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher whole = LINE.matcher(line);
                if (whole.matches()) {
                    numbers.add(Long.valueOf(whole.group(1)));
                } else if (!line.startsWith("--- FlowGate starts ")) {
                    torn++;
                }
            }
        }
        return new Flood(lines, rotations, numbers, torn);
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
        try (TransitionLock lock = TransitionLock.acquire(
                services.folderOf(NAME), "test", java.time.Duration.ofSeconds(5), java.time.Clock.systemUTC())) {
            lock.requireHeld();
            assertThat(CompletableFuture.supplyAsync(() -> services.supervisor.capLog(NAME))
                            .get(10, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(services.supervisor.logFiles(NAME)).hasSize(1);
        }
        assertThat(services.supervisor.capLog(NAME)).isTrue();
    }
}
