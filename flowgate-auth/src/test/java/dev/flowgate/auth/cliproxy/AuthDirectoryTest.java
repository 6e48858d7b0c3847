package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ServiceCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void isFlowGatesOwnWhenNoCommandRunsTheService() {
        TestContext context = TestContext.of("codex", directory);

        assertThat(AuthDirectory.of(context)).isEqualTo(directory.resolve("auths"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-config server.yaml", "--config server.yaml", "-config=server.yaml", "--config=server.yaml"})
    void isReadFromTheConfigurationThatTheCommandNames(String option) throws IOException {
        Files.writeString(directory.resolve("server.yaml"), "auth-dir: ./logins\n");

        assertThat(AuthDirectory.of(running(option))).isEqualTo(directory.resolve("logins"));
    }

    @Test
    void startsAtTheHomeFolderForATilde() throws IOException {
        Files.writeString(directory.resolve("server.yaml"), "auth-dir: \"~/elsewhere\"\n");

        assertThat(AuthDirectory.of(running("-config server.yaml")))
                .isEqualTo(Path.of(System.getProperty("user.home"), "elsewhere"));
    }

    @Test
    void isTheServersOwnDefaultWhenItsConfigurationNamesNone() throws IOException {
        Files.writeString(directory.resolve("server.yaml"), "port: 8317\n");

        assertThat(AuthDirectory.of(running("-config server.yaml")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cli-proxy-api"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-config", "-config absent.yaml", "-no-browser"})
    void isFlowGatesOwnWhileThereIsNoConfigurationOfTheServer(String options) {
        assertThat(AuthDirectory.of(running(options))).isEqualTo(directory.resolve("auths"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-keys: [sk-secret-marker\n", "- sk-secret-marker\n", "a: \"\\q sk-secret-marker\"\n"})
    void namesTheFileThatIsNoConfigurationWithoutQuotingIt(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("server.yaml"), text);

        assertThatThrownBy(() -> AuthDirectory.of(running("-config server.yaml")))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("sk-secret-marker")
                .hasNoCause();
    }

    @Test
    void tellsWhetherTheServerSpeaksHttpsAlone() throws IOException {
        Files.writeString(directory.resolve("server.yaml"), "tls: {enable: true}\n");

        assertThat(ServerConfiguration.of(running("-config server.yaml")))
                .hasValueSatisfying(found -> assertThat(found.tls()).isTrue());
    }

    private TestContext running(String options) {
        List<String> args = List.of(("cli-proxy-api " + options).split(" "));
        return TestContext.of("codex", directory)
                .command(ServerConfiguration.SERVICE, new ServiceCommand(args, directory));
    }
}
