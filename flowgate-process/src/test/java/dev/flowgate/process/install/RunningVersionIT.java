package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions that a process runs are kept, whatever else is installed meanwhile. */
@Timeout(60)
class RunningVersionIT {
    private static final Path SLEEP = Path.of("/bin/sleep");
    private static final String DIGEST = "0".repeat(64);

    @TempDir
    Path runtime;

    private InstalledVersion install(InstalledVersions versions, String id, Path program) throws Exception {
        try (VersionChange change = versions.change("test", Duration.ofSeconds(5));
                NewVersion made = change.begin(id)) {
            Files.copy(program, made.folder().resolve("program"), StandardCopyOption.COPY_ATTRIBUTES);
            InstalledVersion version = made.finish(id, "program", DIGEST, "test");
            change.activate(version);
            return version;
        }
    }

    private InstalledVersions versions() {
        return new InstalledVersions(runtime, "sleep", "sleep", Clock.systemUTC());
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void staysUntilTheProcessEnds(InstalledVersion kept, Process process) throws Exception {
        try {
            install(versions(), "b", SLEEP);
            install(versions(), "c", SLEEP);
            install(versions(), "d", SLEEP);
            assertThat(process.isAlive()).isTrue();
            assertThat(kept.executable()).exists();
            assertThat(runtime.resolve("installed/sleep/b")).doesNotExist();
        } finally {
            end(process);
        }
        install(versions(), "e", SLEEP);
        assertThat(kept.folder()).doesNotExist();
    }

    @Test
    void keepsTheVersionOfARunningExecutable() throws Exception {
        InstalledVersion kept = install(versions(), "a", SLEEP);
        staysUntilTheProcessEnds(
                kept, new ProcessBuilder(versions().executable().toString(), "60").start());
    }

    @Test
    void keepsTheVersionOfARunningScript() throws Exception {
        Path script = Files.writeString(runtime.resolve("script"), "#!/bin/sh\nsleep 60 & wait\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        InstalledVersion kept = install(versions(), "a", script);
        Process process = new ProcessBuilder(List.of(kept.executable().toString())).start();
        awaitCommand(process, kept.executable());
        try {
            staysUntilTheProcessEnds(kept, process);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void keepsTheProgramThatSomebodyElsePutThereAndThatRunsUnderItsOldName() throws Exception {
        Files.createDirectory(runtime.resolve("bin"));
        Path theirs = Files.copy(SLEEP, runtime.resolve("bin/sleep"), StandardCopyOption.COPY_ATTRIBUTES);
        Process process = new ProcessBuilder(theirs.toString(), "60").start();

        install(versions(), "a", SLEEP);

        InstalledVersion kept = versions().previous().orElseThrow();
        assertThat(kept.id()).startsWith("found-");
        staysUntilTheProcessEnds(kept, process);
    }

    /** Between fork and exec a child still looks like its parent. */
    private static void awaitCommand(Process process, Path program) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> commandLine(process).contains(program.toString()));
    }

    private static String commandLine(Process process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    }
}
