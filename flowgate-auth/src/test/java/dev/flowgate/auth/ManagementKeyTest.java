package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.secret.Secret;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementKeyTest {
    @TempDir
    Path directory;

    @Test
    void isMadeOnceAndKeptForItsOwnerAlone() throws IOException {
        Path runtime = directory.resolve("runtime");

        Secret made = ManagementKey.in(runtime);

        assertThat(made.reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(ManagementKey.in(runtime)).isEqualTo(made);
        assertThat(ManagementKey.existing(runtime)).contains(made);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(runtime.resolve(ManagementKey.FILE_NAME))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime)))
                .isEqualTo("rwx------");
    }

    @Test
    void isAnotherOneInEachFolder() throws IOException {
        assertThat(ManagementKey.in(directory.resolve("a"))).isNotEqualTo(ManagementKey.in(directory.resolve("b")));
    }

    @Test
    void isNotMadeByLookingForIt() {
        assertThat(ManagementKey.existing(directory.resolve("runtime"))).isEmpty();
        assertThat(directory.resolve("runtime")).doesNotExist();
    }

    @Test
    void isTheSameForThreadsThatMakeItAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Secret>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> ManagementKey.in(directory.resolve("runtime")));
            }
            List<Secret> keys = new ArrayList<>();
            for (Future<Secret> result : threads.invokeAll(tasks, 20, TimeUnit.SECONDS)) {
                keys.add(result.get());
            }
            assertThat(keys).hasSize(8).containsOnly(ManagementKey.in(directory.resolve("runtime")));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isRefusedWhenOthersCouldRead() throws IOException {
        String key = ManagementKey.in(directory).reveal();
        Path file = directory.resolve(ManagementKey.FILE_NAME);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> ManagementKey.existing(directory))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("rw-r--r--")
                .hasMessageContaining("flowgate service restart cliproxyapi_plus")
                .hasMessageNotContaining(key);
    }

    @Test
    void isRefusedWhenItsFileIsEmpty() throws IOException {
        Path file = directory.resolve(ManagementKey.FILE_NAME);
        ManagementKey.in(directory);
        Files.writeString(file, "\n");

        assertThatThrownBy(() -> ManagementKey.in(directory))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("rm " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"})
    void suitsAServerThatThisMachineAloneReaches(String host) {
        assertThat(ManagementKey.suits(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "::", "192.168.1.5", "127.0.0.1.example.com", "localhost.example.com"})
    void suitsNoOtherServer(String host) {
        assertThat(ManagementKey.suits(host)).isFalse();
    }
}
