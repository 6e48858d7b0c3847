package dev.flowgate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void createsPrivateFoldersAndFiles() throws IOException {
        Path file = folder.resolve("a/b/secret.json");

        AtomicFile.write(file, "{}");

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(FilePermissions.exposure(file)).isEmpty();
    }

    @Test
    void createsAFileOnceAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a/new.yaml");

        assertThat(AtomicFile.create(file, "first")).isTrue();
        assertThat(AtomicFile.create(file, "second")).isFalse();

        assertThat(file).hasContent("first");
        assertThat(mode(file)).isEqualTo("rw-------");
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void createsAFileOnceWhenThreadsDoAtTheSameTime() throws Exception {
        Path file = folder.resolve("new.yaml");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String content = "content " + i;
                tasks.add(() -> AtomicFile.create(file, content));
            }
            int created = 0;
            for (Future<Boolean> result : threads.invokeAll(tasks, 20, TimeUnit.SECONDS)) {
                created += result.get() ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(file);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void createsNothingInPlaceOfALinkThatPointsNowhere() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThat(AtomicFile.create(link, "new")).isFalse();

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void tellsWhenOthersMayRead() throws IOException {
        Path file = Files.writeString(folder.resolve("open"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(FilePermissions.exposure(file)).hasValue("rw-r--r--");
    }

    @Test
    void leavesNothingBehindWhenItCannotReplaceTheTarget() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(target.resolve("inside"), "kept");

        assertThatThrownBy(() -> AtomicFile.write(target, "new")).isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    @Test
    void replacesWhatALinkPointsTo() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        AtomicFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void completesTheWriteOfAnInterruptedThreadAndKeepsTheInterrupt() throws IOException {
        Path file = folder.resolve("file");
        Thread.currentThread().interrupt();

        AtomicFile.write(file, "new");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("new");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
