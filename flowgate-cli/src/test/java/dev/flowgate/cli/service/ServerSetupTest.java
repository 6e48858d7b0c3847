package dev.flowgate.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Configurations;
import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.output.OutputFormat;
import dev.flowgate.cli.output.Terminal;
import dev.flowgate.config.FlowGateConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSetupTest {
    private Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeEach
    void nameTheFolder(@TempDir Path directory) throws IOException {
        folder = Files.createDirectory(directory.resolve("config"));
    }

    @Test
    void makesTheConfigurationOnceAndSaysSo() {
        setup("{}").prepare();

        Path file = folder.resolve("cliproxyapi.yaml");
        assertThat(told()).contains("wrote " + file);
        assertThat(file).content().contains("host: \"127.0.0.1\"", "port: 8317");

        told.reset();
        setup("{}").prepare();
        setup("{}").prepareStart();
        assertThat(told()).isEmpty();
    }

    @Test
    void makesTheConfigurationThatTheCommandNames() {
        setup("{port: 9000, command: {args: [server, -config, own.yaml], cwd: .}}")
                .prepare();

        assertThat(folder.resolve("own.yaml")).content().contains("port: 9000");
        assertThat(folder.resolve("cliproxyapi.yaml")).doesNotExist();
    }

    @Test
    void makesNoneForAServiceThatIsOnlyStartedByItsName() {
        setup("{enabled: false}").prepare();
        assertThat(folder.resolve("cliproxyapi.yaml")).doesNotExist();

        setup("{enabled: false}").prepareStart();
        assertThat(folder.resolve("cliproxyapi.yaml")).exists();
    }

    @Test
    void makesNoneForACommandThatNamesNone() {
        setup("{command: {args: [server]}}").prepareStart();

        assertThat(told()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tellsBeforeAStartWhatKeepsTheServerFromBeingFound() throws IOException {
        Path file = Files.writeString(folder.resolve("cliproxyapi.yaml"), "host: 127.0.0.1\nport: 9000\n");

        setup("{}").prepareStart();

        assertThat(told())
                .contains("port in " + file + " is 9000", "services.cliproxyapi_plus.port is 8317")
                .contains("./flowgate service restart cliproxyapi_plus");
        assertThat(file).hasContent("host: 127.0.0.1\nport: 9000\n");
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    private ServerSetup setup(String service) {
        FlowGateConfig config = FlowGateConfig.parse(Configurations.services("cliproxyapi_plus: " + service), folder);
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, false, false, false);
        return new ServerSetup(config, new Output(terminal, OutputFormat.TEXT, false), "./flowgate");
    }
}
