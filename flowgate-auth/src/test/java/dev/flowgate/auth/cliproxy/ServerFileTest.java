package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.config.FlowGateConfig;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFileTest {
    @TempDir
    Path directory;

    @Test
    void isMadeWithTheServicesAddressAndAKeyOfItsOwn() throws IOException {
        ServerFile file = ServerFileFixture.of(directory, "127.0.0.1", 18317);

        assertThat(file.create()).isTrue();

        ServerConfiguration server = file.configuration().orElseThrow();
        assertThat(server.host()).isEqualTo("127.0.0.1");
        assertThat(server.port()).isEqualTo(18317);
        assertThat(server.authDirectory()).isEqualTo(directory.resolve(".router/auths"));
        assertThat(server.namedAuthDirectory()).isEqualTo(server.authDirectory().toString());
        assertThat(server.clientKeys())
                .containsExactly(
                        ClientKey.existing(directory.resolve(".router/runtime")).orElseThrow());
        assertThat(server.clientKeys().get(0).reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(server.management()).isEqualTo(new ServerConfiguration.Management(false, false, null));
        assertThat(server.tls()).isFalse();
        assertThat(server.profiling()).isNull();
        assertThat(file.findings()).isEmpty();
        assertThat(Files.readString(file.path())).contains("disable-auto-update-panel: true");
    }

    @Test
    void isReadableByItsOwnerAloneAndHasNothingBesideIt() throws IOException {
        ServerFile file = ServerFileFixture.of(directory);

        file.create();

        assertThat(mode(file.path())).isEqualTo("rw-------");
        assertThat(mode(directory.resolve(".router/runtime/" + ClientKey.FILE_NAME)))
                .isEqualTo("rw-------");
        try (Stream<Path> beside = Files.list(directory.resolve("config"))) {
            assertThat(beside).containsExactly(file.path());
        }
    }

    @Test
    void neverTakesThePlaceOfAFileThatIsThere() throws IOException {
        Path written = ServerFileFixture.write(directory, "# mine\n");
        ServerFile file = ServerFileFixture.of(directory);

        assertThat(file.path()).isEqualTo(written);
        assertThat(file.create()).isFalse();

        assertThat(written).hasContent("# mine\n");
        assertThat(directory.resolve(".router")).doesNotExist();
    }

    @Test
    void isMadeOnceByThreadsThatMakeItAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> ServerFileFixture.of(directory).create());
            }
            List<Boolean> made = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(tasks, 20, TimeUnit.SECONDS)) {
                made.add(result.get());
            }
            assertThat(made).hasSize(8).containsOnlyOnce(true);
            assertThat(ServerFileFixture.of(directory).findings()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void takesTheClientKeyThatIsThereAlready() throws IOException {
        Secret key = ClientKey.in(directory.resolve(".router/runtime"));
        ServerFile file = ServerFileFixture.of(directory);

        file.create();

        assertThat(file.configuration().orElseThrow().clientKeys()).containsExactly(key);
    }

    @Test
    void isNotMadeWithAKeyThatOthersMayKnow() throws IOException {
        Path runtime = directory.resolve(".router/runtime");
        String key = ClientKey.in(runtime).reveal();
        Path keyFile = runtime.resolve(ClientKey.FILE_NAME);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
        ServerFile file = ServerFileFixture.of(directory);

        assertThatThrownBy(file::create)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("client key " + keyFile)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(key);
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void writesPathsAndAddressesSoThatTheServerReadsThem() throws IOException {
        Path odd = Files.createDirectory(directory.resolve("a \"b\" # c: \\d"));
        ServerFile file = ServerFileFixture.of(odd, "::1", 8317);

        file.create();

        ServerConfiguration server = file.configuration().orElseThrow();
        assertThat(server.host()).isEqualTo("[::1]");
        assertThat(server.authDirectory()).isEqualTo(odd.resolve(".router/auths"));
        assertThat(file.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'[server, -config, a.yaml]', a.yaml",
        "'[server, --config=b/c.yaml]', b/c.yaml",
        "'[server, -no-browser, -config=d.yaml]', d.yaml"
    })
    void isWhatTheCommandNames(String args, String expected) {
        FlowGateConfig config = ServerFileFixture.config(directory, "127.0.0.1", 8317, args);

        assertThat(ServerFile.of(config).orElseThrow().path()).isEqualTo(directory.resolve(expected));
    }

    @Test
    void isNoneWhenTheCommandNamesNone() {
        assertThat(ServerFile.of(ServerFileFixture.config(directory, "127.0.0.1", 8317, "[server]")))
                .isEmpty();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
