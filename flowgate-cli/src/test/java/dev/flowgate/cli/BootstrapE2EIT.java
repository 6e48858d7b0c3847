package dev.flowgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import dev.flowgate.process.install.Archives;
import dev.flowgate.process.install.ReleaseServer;
import dev.flowgate.process.install.TinyProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BootstrapE2EIT {
    private static final String NAME = "cliproxyapi_plus";

    @TempDir
    Path folder;

    private final ReleaseServer releases;

    BootstrapE2EIT() throws IOException {
        releases = new ReleaseServer();
    }

    @BeforeEach
    void publish() {
        TinyProgram.requireThatItRuns();
        releases.publish("v7.2.9", Archives.release(TinyProgram.banner("7.2.9")));
        releases.publish("v7.2.10", Archives.release(TinyProgram.banner("7.2.10")));
    }

    @AfterEach
    void close() {
        releases.close();
    }

    @Test
    void downloadsUpdatesAndGoesBack() throws Exception {
        try (Distribution flowgate = installing("v7.2.9")) {
            Result first = flowgate.run("bootstrap", "download");

            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.out())
                    .isEqualTo(
                            NAME + "=" + program() + "\n" + NAME + "_version=7.2.9\n" + NAME + "_change=installed\n");
            assertThat(first.err()).contains("downloading " + ReleaseServer.asset("v7.2.9"));
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.9,");
            assertThat(flowgate.run("bootstrap", "download").out()).contains(NAME + "_change=unchanged");

            Result check = flowgate.run("bootstrap", "update", "--check");
            assertThat(check.out()).isEqualTo(NAME + ":update_available current=7.2.9 latest=7.2.10\n");
            Result update = flowgate.run("bootstrap", "update", "--yes");
            assertThat(update.out()).isEqualTo(NAME + ":updated version=7.2.10\n");
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.10,");
            assertThat(flowgate.run("bootstrap", "update").out()).isEqualTo(NAME + ":up_to_date current=7.2.10\n");

            assertThat(flowgate.run("bootstrap", "rollback", NAME).out())
                    .isEqualTo(NAME + ":rolled_back version=7.2.9\n");
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.9,");
            assertThat(Files.readString(folder.resolve(".router/runtime/events.log"), UTF_8)
                            .lines())
                    .filteredOn(line -> line.contains("\"bootstrap\""))
                    .hasSize(3)
                    .allMatch(line -> line.contains("\"" + NAME + "\"") && line.contains("\"success\""));
        }
    }

    @Test
    void aBadArchiveLeavesWhatWasThere() throws Exception {
        try (Distribution flowgate = installing("v7.2.9")) {
            flowgate.run("bootstrap", "download");
            releases.releases.computeIfPresent("v7.2.10", (tag, assets) -> {
                assets.put(ReleaseServer.asset(tag), Archives.release(TinyProgram.banner("6.6.6")));
                return assets;
            });
            releases.digests = false;

            Result update = flowgate.run("bootstrap", "update");

            assertThat(update.exitCode()).isEqualTo(1);
            assertThat(update.err()).contains("checksum").doesNotContain("Exception");
            assertThat(update.out()).isEmpty();
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.9,");
        }
    }

    @Test
    void saysWhatIsMissingAndWhatToDo() throws Exception {
        try (Distribution flowgate = installing("v1.0.0")) {
            Result noTag = flowgate.run("bootstrap", "download");
            assertThat(noTag.exitCode()).isEqualTo(1);
            assertThat(noTag.err()).contains("v1.0.0").doesNotContain("Exception");

            releases.refusal = new ReleaseServer.Refusal(
                    403, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", "4102444800"));
            releases.refusals.set(10);
            Result limited = flowgate.run("bootstrap", "download", "--cliproxy-version", "v7.2.9");
            assertThat(limited.exitCode()).isEqualTo(1);
            assertThat(limited.err()).contains("GITHUB_TOKEN", "2100").doesNotContain("Exception");

            Result nothingBefore = flowgate.run("bootstrap", "rollback", NAME);
            assertThat(nothingBefore.exitCode()).isEqualTo(1);
            assertThat(nothingBefore.err()).contains("no earlier version of " + NAME);

            assertThat(flowgate.run("bootstrap", "download", "nothing").exitCode())
                    .isEqualTo(2);
            assertThat(flowgate.run("bootstrap", "download", "--from", "x").exitCode())
                    .isEqualTo(2);
            Result badTag = flowgate.run("bootstrap", "download", "--tag", "../x");
            assertThat(badTag.exitCode()).isEqualTo(2);
            assertThat(badTag.err()).contains("../x");
        }
    }

    @Test
    void takesAFileWithoutANetwork() throws Exception {
        try (Distribution flowgate = installing("v7.2.9")) {
            Path archive = folder.resolve("CLIProxyAPI_7.2.11_linux_amd64.tar.gz");
            Files.write(archive, Archives.release(TinyProgram.banner("7.2.11")));
            releases.close();

            Result result = flowgate.run("--quiet", "bootstrap", "download", NAME, "--from", archive.toString());

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains(NAME + "_version=7.2.11");
            assertThat(result.err()).contains("warning:");
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.11,");
        }
    }

    @Test
    void ctrlCLeavesWhatWasThereAndTheNextTryGoesOn() throws Exception {
        try (Distribution flowgate = installing("v7.2.9")) {
            flowgate.run("bootstrap", "download");
            releases.publish("v7.2.12", Archives.release(TinyProgram.large("7.2.12", 3_000_000)));
            releases.cutAfter = 1_000_000;
            releases.stalls = true;
            releases.cuts.set(1);

            Running stalled = flowgate.interruptible("bootstrap", "update");
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> !parts().isEmpty());
            new ProcessBuilder("kill", "-INT", Long.toString(stalled.process().pid()))
                    .start()
                    .waitFor();

            assertThat(stalled.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(stalled.result().exitCode()).isEqualTo(130);
            assertThat(stalled.err()).contains("what was in place before stays");
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.9,");
            assertThat(flowgate.run("bootstrap", "update").out()).contains(NAME + ":updated version=7.2.12");
            assertThat(releases.downloads().get(releases.downloads().size() - 1).header("Range"))
                    .isNotNull();
        }
    }

    @Test
    void goesBackWhenTheServiceDoesNotGetReadyWithTheNewVersion() throws Exception {
        int port = FreePort.next();
        releases.publish("v7.2.9", Archives.release(TinyProgram.serving("7.2.9", port)));
        try (Distribution flowgate = installing("v7.2.9", port)) {
            flowgate.run("bootstrap", "download");
            Result start = flowgate.run("service", "start", NAME);
            assertThat(start.exitCode()).as(start.err()).isZero();

            Result update = flowgate.run("bootstrap", "update");

            assertThat(update.exitCode()).isEqualTo(1);
            assertThat(update.err())
                    .contains("not ready", "going back to the version of " + NAME + " before")
                    .doesNotContain("Exception");
            assertThat(update.out().lines())
                    .hasSize(3)
                    .startsWith(NAME + ":updated version=7.2.10", NAME + ":rolled_back version=7.2.9")
                    .last()
                    .asString()
                    .startsWith(NAME + ":restarted pid=");
            assertThat(banner()).startsWith("CLIProxyAPI Version: 7.2.9,");
            assertThat(flowgate.run("health").out()).contains(NAME);
            assertThat(flowgate.run("health").exitCode()).isZero();
        }
    }

    private List<Path> parts() throws IOException {
        Path downloads = folder.resolve(".router/runtime/downloads");
        if (!Files.isDirectory(downloads)) {
            return List.of();
        }
        try (var files = Files.list(downloads)) {
            return files.filter(file ->
                            file.toString().endsWith(".part") && file.toFile().length() > 500_000)
                    .toList();
        }
    }

    private Distribution installing(String tag) throws IOException {
        return installing(tag, FreePort.next());
    }

    private Distribution installing(String tag, int port) throws IOException {
        return Distribution.in(folder)
                .configure(Configurations.PATHS + """
                services:
                  cliproxyapi_plus: {port: %d, startup_timeout: 3}
                bootstrap:
                  cliproxyapi_plus: {api: "%s", repository: %s, tag: %s}
                litellm_base:
                  model_list:
                    - {model_name: demo, litellm_params: {model: openai/demo, mock_response: Hello}}
                profiles:
                  balanced: {}
                """.formatted(port, releases.uri(), ReleaseServer.REPOSITORY, tag));
    }

    private Path program() {
        return folder.resolve(".router/runtime/bin/CLIProxyAPIPlus");
    }

    private String banner() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program().toString(), "-h").start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
