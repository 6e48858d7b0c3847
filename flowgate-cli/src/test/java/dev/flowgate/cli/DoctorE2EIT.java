package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.json.JsonText;
import dev.flowgate.process.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} as a user meets it: each thing that is broken is found, and repaired by what the page says. */
@Timeout(180)
class DoctorE2EIT {
    private static final String SECRET = "sk-never-to-be-shown-1";

    @TempDir
    Path folder;

    @Test
    void aFreshConfigurationIsHealthy() throws Exception {
        try (Distribution flowgate = distribution(folder)) {
            assertThat(flowgate.run("init").exitCode()).isZero();
            Path file = folder.resolve("config/flowgate.yaml");
            Files.writeString(file, Files.readString(file).replace("port: 4000", "port: " + FreePort.next()));

            Result doctor = flowgate.run("doctor");

            assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
            assertThat(doctor.out().lines())
                    .hasSizeGreaterThan(20)
                    .allMatch(line -> line.matches("doctor:[a-z_]+=pass.*"));
            assertThat(doctor.out())
                    .contains(
                            "doctor:config=pass path=" + file.toRealPath(),
                            "doctor:runtime_dir=pass path=",
                            "doctor:runtime_binaries=pass path=",
                            "doctor:secret_permissions=pass issues=0",
                            "doctor:upstream_credentials=pass issues=0",
                            "doctor:runtime_dependency=pass module=litellm");
            assertThat(folder.resolve(".router")).doesNotExist();
        }
    }

    @Test
    void everyFormatTellsTheSame() throws Exception {
        try (Distribution flowgate = demo()) {
            flowgate.run("profile", "set", "cost");
            Files.delete(folder.resolve(".router/runtime/litellm.active.yaml"));

            Map<String, Object> json = JsonText.readObject(
                    flowgate.run("--format", "json", "doctor").out());
            Result text = flowgate.run("--format", "text", "doctor", "--check", "profile,java");

            assertThat(json.get("healthy")).isEqualTo(false);
            assertThat(json.get("checks"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                    .filteredOn(check -> "fail".equals(check.get("result")))
                    .extracting(check -> check.get("name"))
                    .containsExactly("profile");
            assertThat(text.exitCode()).isEqualTo(1);
            assertThat(text.out())
                    .contains("✗ profile", "fail:", "repair: ", "profile set cost", "✓ java", "2 checks: 1 failed");
        }
    }

    @Test
    void aConfigurationThatCannotBeUsedFailsAndTheRestIsCheckedAllTheSame() throws Exception {
        try (Distribution flowgate = distribution(folder)) {
            assertThat(flowgate.run("doctor", "--check", "config").out()).contains("config=fail", "suggestion=");

            flowgate.configure("config_version: 2\nprofles: {}\n");
            Result doctor = flowgate.run("doctor");

            assertThat(doctor.exitCode()).isEqualTo(2);
            assertThat(doctor.out())
                    .contains(
                            "doctor:config=fail", "profles", "doctor:java=pass version=", "doctor:ports=pass skipped=");
            assertThat(flowgate.run("doctor", "--check", "java").exitCode()).isZero();
            assertThat(flowgate.run("doctor", "--check", "ports").exitCode()).isEqualTo(2);
            assertThat(flowgate.run("doctor", "--check", "prots").exitCode()).isEqualTo(2);
            Files.delete(folder.resolve("config/flowgate.yaml"));
        }
    }

    @Test
    void theSuggestionForAMissingConfigurationWorks() throws Exception {
        try (Distribution flowgate = distribution(folder)) {
            repair(flowgate, "--config", "my own/flow gate.yaml", "doctor", "--check", "config");

            assertThat(folder.resolve("my own/flow gate.yaml")).isRegularFile();
        }
    }

    @Test
    void openPermissionsAreFoundAndTakenAway() throws Exception {
        try (Distribution flowgate = demo()) {
            flowgate.run("profile", "set", "cost");
            Path auths = Files.createDirectories(folder.resolve(".router/auths"));
            Path own = auths.resolve("it's.json");
            Files.writeString(own, "{}");
            for (int i = 0; i < 2; i++) {
                mode(own, "rw-r--r--");
                mode(auths, "rwxr-xr-x");
                Result found = flowgate.run("doctor", "--check", "secret_permissions");
                assertThat(found.exitCode()).isEqualTo(1);
                assertThat(found.out()).startsWith("doctor:secret_permissions=fail issues=2 ");
                if (i == 0) {
                    repair(flowgate, "doctor", "--check", "secret_permissions");
                } else {
                    Result fixed = flowgate.run("doctor", "--fix");
                    assertThat(fixed.exitCode()).as(fixed.out()).isZero();
                    assertThat(fixed.out()).contains("doctor:secret_permissions=pass issues=0 fixed=");
                }
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void missingFilesOfTheProfileAreMadeAgain() throws Exception {
        try (Distribution flowgate = demo()) {
            flowgate.run("profile", "set", "cost");
            Path active = folder.resolve(".router/runtime/litellm.active.yaml");

            Files.delete(active);
            repair(flowgate, "doctor", "--check", "profile");
            Files.delete(active);
            Result fixed = flowgate.run("doctor", "--fix", "--check", "profile");

            assertThat(fixed.exitCode()).as(fixed.out()).isZero();
            assertThat(fixed.value("current")).isEqualTo("cost");
            assertThat(active).isRegularFile();
        }
    }

    @Test
    void aCrashedServiceIsStartedAgainOrItsRecordCleared() throws Exception {
        try (Distribution flowgate = demo()) {
            kill(flowgate.run("up").pid("litellm"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> flowgate.run("doctor", "--check", "services").exitCode() == 1);

            repair(flowgate, "doctor", "--check", "services");
            Result running = flowgate.run("doctor", "--check", "services,ports,java,supervisor");
            assertThat(running.exitCode()).as(running.out()).isZero();
            assertThat(running.value("running")).isEqualTo("litellm");

            kill(Long.parseLong(flowgate.run("status").value("litellm_pid")));
            Result fixed = flowgate.run("doctor", "--fix", "--check", "services");
            assertThat(fixed.exitCode()).as(fixed.out()).isZero();
            assertThat(fixed.out()).contains("cleared the record of litellm");
            assertThat(flowgate.run("status").value("litellm_state")).isEqualTo("stopped");
        }
    }

    @Test
    void aServiceThatLostItsRecordIsTakenOver() throws Exception {
        try (Distribution flowgate = demo()) {
            long pid = flowgate.run("up").pid("litellm");
            Files.delete(folder.resolve(".router/runtime/services/litellm/record.json"));

            Result found = flowgate.run("doctor", "--check", "ports");
            assertThat(found.out()).contains("is held by pid " + pid);
            repair(flowgate, "doctor", "--check", "ports");

            assertThat(flowgate.run("status").value("litellm_pid")).isEqualTo(Long.toString(pid));
        }
    }

    @Test
    void whoHoldsAPortIsTold() throws Exception {
        int port = FreePort.next();
        Path other = Files.createDirectories(folder.resolve("other"));
        try (Distribution stranger = distribution(other).configure(Configurations.demo(port));
                Distribution flowgate = distribution(folder).configure(Configurations.demo(port))) {
            long pid = stranger.run("up").pid("litellm");

            Result found = flowgate.run("doctor", "--check", "ports");

            assertThat(found.exitCode()).isEqualTo(1);
            assertThat(found.out()).contains("pid " + pid, "started", "litellm of another folder");
            assertThat(suggestion(found)).isEqualTo("kill " + pid);
            assertThat(sh("kill " + pid)).isZero();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> flowgate.run("doctor", "--check", "ports").exitCode() == 0);
        }
    }

    @Test
    void aProgramThatHoldsAPortIsNamedByItsId() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Distribution flowgate = distribution(folder).configure(Configurations.demo(taken.getLocalPort()))) {
            Result found = flowgate.run("doctor", "--check", "ports");

            assertThat(found.exitCode()).isEqualTo(1);
            assertThat(suggestion(found))
                    .isEqualTo("kill " + ProcessHandle.current().pid());
        }
    }

    @Test
    void anUnsafeConfigurationOfCliProxyApiIsRepaired() throws Exception {
        Path file = folder.resolve("config/cliproxyapi.yaml");
        int port = FreePort.next();
        try (Distribution flowgate = distribution(folder)
                .configure(Configurations.demo(FreePort.next())
                        .replace("services:\n", "services:\n  cliproxyapi_plus: {port: " + port + "}\n"))) {
            Files.writeString(
                    file, "host: \"\"\nport: " + port + "\nauth-dir: ../.router/auths\napi-keys: [sk-1234]\n");
            mode(file, "rw-r--r--");

            Result found = flowgate.run("doctor", "--check", "cliproxyapi_config,runtime_binaries");
            assertThat(found.exitCode()).isEqualTo(1);
            assertThat(found.out())
                    .contains(
                            "missing=cliproxyapi_plus",
                            "bootstrap download cliproxyapi_plus",
                            "doctor:cliproxyapi_config=fail")
                    .doesNotContain("sk-1234");
            Result fixed = flowgate.run("doctor", "--fix", "--check", "cliproxyapi_config");

            assertThat(fixed.out()).contains("fixed=");
            assertThat(Files.readString(file)).contains("host: \"127.0.0.1\"").contains("port: " + port);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void noSecretIsShown() throws Exception {
        try (Distribution flowgate = distribution(folder)
                .with("UPSTREAM_KEY", SECRET)
                .with("HTTP_PROXY", "http://user:" + SECRET + "@127.0.0.1:9")
                .configure(Configurations.PATHS + """
                        services:
                          litellm: {type: embedded, port: %d}
                          tool: {port: %d, command: {args: [no-such-program, --api-key, %3$s], env: {TOKEN: %3$s}}}
                        litellm_base:
                          model_list:
                            - {model_name: a, litellm_params: {model: openai/a, api_key: %3$s}}
                            - {model_name: b, litellm_params: {model: openai/b, api_key: os.environ/UPSTREAM_KEY}}
                          general_settings: {master_key: %3$s}
                        profiles: {balanced: {}}
                        """.formatted(FreePort.next(), FreePort.next(), SECRET))) {
            mode(folder.resolve("config/flowgate.yaml"), "rw-r--r--");
            flowgate.run("profile", "set", "balanced");
            for (String format : List.of("text", "kv", "json")) {
                Result doctor = flowgate.run("--format", format, "doctor", "--fix");

                assertThat(doctor.exitCode()).isEqualTo(1);
                assertThat(doctor.out() + doctor.err())
                        .contains("runtime_binaries", "proxy_variables")
                        .doesNotContain(SECRET);
            }
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("config/flowgate.yaml"))))
                    .isEqualTo("rw-------");
        }
    }

    /** One that can be typed as {@code flowgate}, as suggestions say it. */
    private static Distribution distribution(Path folder) {
        return Distribution.in(folder)
                .with(
                        "PATH",
                        Path.of(System.getProperty("flowgate.distribution"), "bin") + ":" + System.getenv("PATH"));
    }

    private Distribution demo() throws Exception {
        return distribution(folder).configure(Configurations.demo(FreePort.next()));
    }

    /** Runs the one suggestion of a check that fails as a person does, and makes sure that it passes then. */
    private void repair(Distribution flowgate, String... doctor) throws Exception {
        Result found = flowgate.run(doctor);
        assertThat(found.exitCode()).as(found.out()).isNotZero();
        Running typed = flowgate.start(List.of("/bin/sh", "-c", suggestion(found)));
        assertThat(typed.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(typed.process().exitValue()).as(typed.err()).isZero();
        Result after = flowgate.run(doctor);
        assertThat(after.exitCode()).as(after.out()).isZero();
    }

    /** Reads what stands in quotes as the documentation of the command line describes it. */
    private static String suggestion(Result result) {
        Matcher quoted = Pattern.compile("(?m) suggestion=(?:'((?:\\\\.|[^'\\\\])*)'|(\\S+))")
                .matcher(result.out());
        List<String> found = new ArrayList<>();
        while (quoted.find()) {
            found.add(
                    quoted.group(1) == null ? quoted.group(2) : quoted.group(1).replaceAll("\\\\(.)", "$1"));
        }
        assertThat(found).as(result.out()).hasSize(1);
        return found.get(0);
    }

    private int sh(String command) throws Exception {
        Process process =
                new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
        return process.waitFor();
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    private static void mode(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
