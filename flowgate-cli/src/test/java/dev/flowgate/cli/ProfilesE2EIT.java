package dev.flowgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ProfilesE2EIT {
    private static final int KILLS = 12;

    @TempDir
    Path folder;

    /** The expected documents were written by Python: {@code json.dumps(merged, indent=2, sort_keys=True)}. */
    @ParameterizedTest
    @ValueSource(strings = {"v1.json", "v2.json", "v1.yaml", "v2.yaml"})
    void writesWhatThePythonToolWrote(String file) throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(resource(file))) {
            Result validate = flowgate.run("config", "validate");
            assertThat(validate.exitCode()).as(validate.out()).isZero();

            for (String profile : List.of("balanced", "cost")) {
                Result set = flowgate.run("--quiet", "profile", "set", profile);

                assertThat(set.exitCode()).as(set.err()).isZero();
                assertThat(set.out().lines().map(line -> line.substring(0, line.indexOf('='))))
                        .containsExactly("profile", "active_config", "state_file");
                assertThat(Path.of(set.value("active_config"))).content(UTF_8).isEqualTo(resource(profile + ".json"));
            }
            assertThat(flowgate.run("--quiet", "profile", "list").out()).isEqualTo("balanced\ncost\nreliability\n");
        }
    }

    @Test
    void migratesAnOldFileAndKeepsABackup() throws Exception {
        String old = "# kept\n" + resource("v1.yaml");
        try (Distribution flowgate = Distribution.in(folder).configure(old)) {
            Result dryRun = flowgate.run("config", "migrate", "--dry-run");
            assertThat(dryRun.out()).contains("needed=yes", "cliproxyapi_plus");
            assertThat(folder.resolve("config/flowgate.yaml")).content(UTF_8).isEqualTo(old);

            Result migrate = flowgate.run("config", "migrate");

            assertThat(migrate.exitCode()).as(migrate.err()).isZero();
            assertThat(folder.resolve(migrate.value("backup"))).content(UTF_8).isEqualTo(old);
            assertThat(folder.resolve("config/flowgate.yaml"))
                    .content(UTF_8)
                    .startsWith("# kept\n")
                    .contains("config_version: 2", "cliproxyapi_plus:", "secret_files:", "readiness_path:")
                    .doesNotContain("oauth:");
            assertThat(flowgate.run("config", "validate").out()).contains("errors=0 warnings=0");
            assertThat(flowgate.run("config", "migrate").out()).contains("needed=no");
        }
    }

    @Test
    void makesTheServersConfigurationAndTheKeyThatADeploymentNames() throws Exception {
        String configuration = Configurations.services("litellm: {type: embedded}\ncliproxyapi_plus: {}")
                        .replace("mock_response: hello", "api_base: \"http://127.0.0.1:1/v1\", api_key_ref: server")
                + "credentials: {upstream: {server: {file: ../.router/runtime/cliproxyapi.api.key}}}\n";
        try (Distribution flowgate = Distribution.in(folder).configure(configuration)) {
            Result set = flowgate.run("profile", "set", "balanced");

            assertThat(set.exitCode()).as(set.err()).isZero();
            assertThat(set.err()).contains("wrote config/cliproxyapi.yaml");
            String key = Files.readString(folder.resolve(".router/runtime/cliproxyapi.api.key"))
                    .strip();
            assertThat(folder.resolve("config/cliproxyapi.yaml")).content(UTF_8).contains(key);
            assertThat(set.out() + set.err()).doesNotContain(key);

            assertThat(flowgate.run("profile", "set", "balanced").err()).doesNotContain("cliproxyapi.yaml");
        }
    }

    @Test
    void leavesReadableFilesWhateverTheMomentOfAKill() throws Exception {
        Random random = new Random(20261121);
        try (Distribution flowgate = Distribution.in(folder).configure(resource("v2.json"))) {
            assertThat(flowgate.run("--quiet", "profile", "set", "balanced").exitCode())
                    .isZero();
            for (int i = 0; i < KILLS; i++) {
                Running set = flowgate.start("--quiet", "profile", "set", i % 2 == 0 ? "cost" : "balanced");
                // The switch itself happens in the last tenths of a second of the command's life.
                boolean ended = set.process().waitFor(100 + random.nextInt(500), TimeUnit.MILLISECONDS);
                set.process().destroyForcibly().waitFor();

                Path runtime = folder.resolve(".router/runtime");
                String profile = (String) JsonText.readObject(Files.readString(runtime.resolve("state.json")))
                        .get("current_profile");
                assertThat(profile).isIn("balanced", "cost");
                assertThat(Files.readString(runtime.resolve("litellm.active.yaml")))
                        .isIn(resource("balanced.json"), resource("cost.json"));
                if (ended) {
                    assertThat(Files.readString(runtime.resolve("litellm.active.yaml")))
                            .isEqualTo(resource(profile + ".json"));
                }
            }
            assertThat(flowgate.run("--quiet", "profile", "set", "cost").exitCode())
                    .isZero();
            assertThat(flowgate.run("--quiet", "status").err()).isEmpty();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ProfilesE2EIT.class.getResourceAsStream("python/" + name)) {
            if (in == null) {
                throw new AssertionError(name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
