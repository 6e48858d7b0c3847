package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb of {@code auth} with secrets that bear a mark: the mark shows up in the credentials' own files alone. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class AuthSecretsE2EIT {
    private static final String MARK = LoginServer.MARK;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private LoginServer server;
    private Distribution flowgate;

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077"})
    void showsNoSecretAndOpensNoFileToOthers(String umask) throws Exception {
        flowgate.under(umask);
        Path codex = Files.writeString(folder.resolve("codex.json"), """
                {"tokens": {"access_token": "%1$sa", "refresh_token": "%1$sr", "id_token": "%1$si", "account_id": "acc"}}
                """.formatted(MARK));
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"tokens\": {\"access_token\": [\"" + MARK);
        Path key = Files.writeString(folder.resolve("key"), MARK + "file\n");

        runs(0, "auth", "login", "device", "--no-browser");
        runs(0, "auth", "login", "codex", "--no-browser");
        runs(1, "auth", "login", "refused", "--no-browser");
        runs(0, "auth", "import-headless", "codex", "--source", codex.toString());
        runs(1, "auth", "import-headless", "codex", "--source", broken.toString());
        runs(0, "auth", "import-key", "keyed", "--from-env", "SOME_KEY");
        runs(0, "auth", "import-key", "keyed", "--from-file", key.toString());
        runs(1, "auth", "import-key", "checked", "--from-env", "SOME_KEY");
        // What is only shown does not depend on the mask.
        for (String format : umask.equals("000") ? List.of("text", "kv", "json") : List.<String>of()) {
            runs(0, "--format", format, "auth", "list");
            runs(0, "--format", format, "auth", "status");
        }
        flowgate.piping(MARK + "piped\n");
        runs(0, "auth", "import-key", "keyed", "--stdin");
        runs(1, "auth", "import-key", "checked");
        runs(0, "auth", "login", "asked");
        runs(0, "events");

        assertThat(said).noneMatch(text -> text.contains(MARK));
        assertPrivate(folder.resolve(".router"));
        assertThat(holders())
                .as("files with a secret")
                .allSatisfy(
                        file -> assertThat(file.toString()).containsAnyOf("/.router/credentials/", "/.router/auths/"));
        assertThat(holders()).hasSizeGreaterThanOrEqualTo(4);

        for (String provider : List.of("device", "keyed", "asked")) {
            runs(0, "auth", "logout", provider);
        }
        assertThat(said).noneMatch(text -> text.contains(MARK));
        assertThat(holders()).allSatisfy(file -> assertThat(file.toString()).contains("/.router/auths/"));
    }

    @BeforeEach
    void configure() throws IOException {
        server = LoginServer.start();
        String device = "{method: oauth_device, client_id: public, poll_interval_seconds: 1, "
                + "device_authorization_endpoint: \"%1$s/device\", token_endpoint: \"%1$s/%2$s\"}";
        flowgate = Distribution.in(folder)
                .with("SOME_KEY", MARK + "environment")
                .with("MANAGEMENT_KEY", MARK + "management")
                .with("HOME", folder.toString())
                .configure(Configurations.auth(
                        "device: " + device.formatted(server.address(), "token"),
                        "refused: " + device.formatted(server.address(), "refused"),
                        "codex: {method: oauth_poll, management_key: os.environ/MANAGEMENT_KEY, management_url: \""
                                + server.address() + "\", poll_interval_seconds: 1}",
                        "keyed: {method: api_key}",
                        "asked: {method: api_key}",
                        "checked: {method: api_key, validate_url: \"" + server.address() + "/key-check\"}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Runs a verb as {@code --debug} does, and keeps all that it says and all that {@code ps} shows meanwhile. */
    private void runs(int exitCode, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--debug");
        Running verb = flowgate.start(all.toArray(String[]::new));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            said.addAll(commandLines());
        } while (!verb.process().waitFor(50, TimeUnit.MILLISECONDS) && System.nanoTime() < end);
        assertThat(verb.process().isAlive()).as(all + " goes on").isFalse();
        Result result = verb.result();
        assertThat(result.exitCode())
                .as(all + "\n" + result.out() + result.err())
                .isEqualTo(exitCode);
        said.add(result.out());
        said.add(result.err());
    }

    private static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                lines.add(text(process.resolve("cmdline")));
            }
        }
        return lines;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Returns the files below FlowGate's folder, logs and events among them, that hold a secret. */
    private List<Path> holders() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".router"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(MARK))
                    .toList();
        }
    }

    private static void assertPrivate(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(mode).as(file.toString()).isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }
}
