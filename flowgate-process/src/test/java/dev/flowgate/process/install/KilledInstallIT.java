package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.process.Faults;
import dev.flowgate.process.WorkerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installers that are killed at a random moment: the program in place is wholly the old one or wholly the new one. */
@Timeout(900)
class KilledInstallIT {
    private static final int SIZE = 2_000_000;

    @TempDir
    Path runtime;

    private final ReleaseServer server;
    private final Random random = new Random(20261122);
    private int kills;

    KilledInstallIT() throws IOException {
        TinyProgram.requireThatItRuns();
        server = new ReleaseServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String tag(int round) {
        return "v7.2." + round;
    }

    private void publish(int round) {
        server.publish(tag(round), Archives.release(TinyProgram.large(tag(round).substring(1), SIZE)));
    }

    private WorkerProcess worker() throws InterruptedException {
        return WorkerProcess.of(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path")
                                + File.pathSeparator
                                + System.getProperty("jdk.module.path", ""),
                        InstallWorker.class.getName(),
                        runtime.toString(),
                        server.uri().toString()))
                .awaitReady();
    }

    private BinaryInstaller installer(int round) {
        return BinaryInstaller.builder(runtime)
                .source(new ReleaseConfig(server.uri(), ReleaseServer.REPOSITORY, tag(round), null, null))
                .platform(new Platform("linux", "amd64", true))
                .build();
    }

    /** Returns the version that the program in place says it is, having compared it with the release byte by byte. */
    private String activeVersion() throws Exception {
        Path program = runtime.resolve("bin/CLIProxyAPIPlus").toRealPath();
        String version = new BinaryTrial(Platform.current(), Duration.ofSeconds(20)).version(program);
        assertThat(Files.readAllBytes(program)).isEqualTo(TinyProgram.large(version, SIZE));
        return version;
    }

    private long window() throws Exception {
        publish(1);
        try (WorkerProcess worker = worker()) {
            long before = System.nanoTime();
            assertThat(worker.ask(tag(1))).isEqualTo("ok 7.2.1");
            return System.nanoTime() - before;
        }
    }

    @Test
    @SuppressWarnings("SystemOut")
    void activeProgramWorksAfterEveryKill() throws Exception {
        long window = window();
        int kept = 0;
        int replaced = 0;
        int last = Faults.count(6, 100) + 1;
        for (int round = 2; round <= last; round++) {
            publish(round);
            String before = activeVersion();
            try (WorkerProcess worker = worker()) {
                worker.send(tag(round));
                if (worker.killAfter((long) (random.nextDouble() * window))) {
                    kills++;
                }
            }
            String after = activeVersion();
            assertThat(after).isIn(before, tag(round).substring(1));
            if (after.equals(before)) {
                kept++;
            } else {
                replaced++;
            }
            if (round % 2 == 0) {
                assertThat(installer(round).install().version())
                        .isEqualTo(tag(round).substring(1));
                assertThat(installer(round).previous()).isPresent();
                assertThat(runtime.resolve("installed/cliproxyapi_plus")).satisfies(this::holdsTwoVersions);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "installs killed at a random moment of %d ms: %d, old program kept %d, new one in place %d, damaged 0%n",
                Duration.ofNanos(window).toMillis(),
                kills,
                kept,
                replaced);
        assertThat(kills).as("kills that hit an installer at work").isPositive();
    }

    private void holdsTwoVersions(Path folder) throws IOException {
        InstalledVersions versions =
                new InstalledVersions(runtime, BinaryInstaller.NAME, BinaryInstaller.COMMAND, Clock.systemUTC());
        assertThat(versions.folders()).as(folder.toString()).hasSize(2).hasSameSizeAs(versions.all());
    }
}
