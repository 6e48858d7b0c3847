package dev.flowgate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void isHeldOnceAndTellsByWhom() throws IOException {
        Path file = folder.resolve("locks/a.lock");
        try (ProcessLock lock = ProcessLock.tryAcquire(file, "login", CLOCK).orElseThrow()) {
            assertThat(ProcessLock.tryAcquire(file, "login", CLOCK)).isEmpty();
            assertThat(ProcessLock.holder(file))
                    .isEqualTo("pid " + ProcessHandle.current().pid() + " (login since 2026-11-22T10:00:00Z)");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(ProcessLock.holder(file)).isEqualTo("another process");
        assertThat(file).as("it is never deleted").exists();
        try (ProcessLock again = ProcessLock.tryAcquire(file, "login", CLOCK).orElseThrow()) {
            assertThat(ProcessLock.tryAcquire(folder.resolve("locks/b.lock"), "login", CLOCK))
                    .as("another file is another lock")
                    .hasValueSatisfying(ProcessLock::close);
        }
    }

    @Test
    void closingTwiceDoesNotFreeTheNextHoldersLock() throws IOException {
        Path file = folder.resolve("a.lock");
        ProcessLock first = ProcessLock.tryAcquire(file, "first", CLOCK).orElseThrow();
        first.close();
        try (ProcessLock second = ProcessLock.tryAcquire(file, "second", CLOCK).orElseThrow()) {
            first.close();

            assertThat(ProcessLock.tryAcquire(file, "third", CLOCK)).isEmpty();
            assertThat(ProcessLock.holder(file)).contains("second");
        }
    }

    @Test
    void namesTheHolderInAFileBesideIt() throws IOException {
        Path file = folder.resolve("a.lock");
        try (ProcessLock lock =
                ProcessLock.tryAcquire(file, "login", CLOCK, "this one").orElseThrow()) {
            assertThat(folder.resolve("a.holder")).exists();
            assertThat(ProcessLock.holderPid(file, pid -> "this one"))
                    .hasValue(ProcessHandle.current().pid());
            assertThat(ProcessLock.holderPid(file, pid -> "a later one with its id"))
                    .isEmpty();
            Files.writeString(folder.resolve("a.holder"), "{\"pid\": null}");
            assertThat(ProcessLock.holder(file)).isEqualTo("another process");
        }
        assertThat(ProcessLock.holderPid(file, pid -> "this one")).isEmpty();
    }

    @Test
    void whoeverIsInterruptedTakesNoLock() {
        Path file = folder.resolve("a.lock");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> ProcessLock.acquire(file, "login", CLOCK, Duration.ofSeconds(5)))
                .isInstanceOf(InterruptedException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void oneFileUnderTwoNamesIsOneLock() throws IOException {
        Path file = folder.resolve("a.lock");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        try (ProcessLock lock = ProcessLock.tryAcquire(file, "login", CLOCK).orElseThrow()) {
            assertThat(ProcessLock.tryAcquire(link.resolve("a.lock"), "login", CLOCK))
                    .isEmpty();
        }
    }

    @Test
    void waitsUntilItIsFreeOrTheLimitIsOver() throws IOException, InterruptedException {
        Path file = folder.resolve("a.lock");
        ProcessLock lock = ProcessLock.tryAcquire(file, "login", CLOCK).orElseThrow();

        assertThat(ProcessLock.acquire(file, "login", CLOCK, Duration.ofMillis(50)))
                .isEmpty();

        Thread holder = new Thread(lock::close);
        holder.start();
        Optional<ProcessLock> next = ProcessLock.acquire(file, "login", CLOCK, Duration.ofSeconds(30));
        assertThat(next).isPresent();
        next.get().close();
        holder.join();
    }
}
