package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flowgate.auth.spi.Credential;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another process does, under any umask and beside this one. */
@Timeout(120)
class CredentialModesIT {
    @TempDir
    Path folder;

    /** Stores a credential and takes the lock of a login below the folder that it is told; holds it until it reads on. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Path root = Path.of(arguments[0]);
            new FileCredentialStore(root.resolve("credentials"), Clock.systemUTC())
                    .write("vendor", Credential.key("marker"));
            try (ProcessLock lock = new Locks(root.resolve("locks"), Clock.systemUTC()).login("vendor")) {
                Files.createFile(root.resolve("ready"));
                int unused = System.in.read();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077"})
    void filesAndFoldersAreTheOwnersAloneUnderAnyUmask(String umask) throws IOException, InterruptedException {
        Process child = start(umask);
        child.getOutputStream().close();

        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(child.exitValue()).isZero();
        for (String below : List.of("credentials", "locks")) {
            try (Stream<Path> files = Files.walk(folder.resolve(below))) {
                assertThat(files)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
            }
        }
    }

    @Test
    void aLoginInAnotherProcessIsToldAndEndsWithIt() throws IOException, InterruptedException {
        Locks locks = new Locks(folder.resolve("locks"), Clock.systemUTC());
        Process child = start("022");
        try {
            await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(folder.resolve("ready")));

            assertThatThrownBy(() -> locks.login("vendor"))
                    .hasMessageContaining("Another login to vendor is under way, by pid " + child.pid());
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        locks.login("vendor").close();
    }

    private Process start(String umask) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
