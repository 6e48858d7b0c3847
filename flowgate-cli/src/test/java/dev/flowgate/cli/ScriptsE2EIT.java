package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of a checkout, in a checkout of their own whose {@code flowgate} tells what it was called with. */
@Timeout(120)
class ScriptsE2EIT {
    private static final Path SCRIPTS =
            Path.of("..", "scripts").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private Path checkout = Path.of("");

    @BeforeEach
    void copyTheScripts() throws IOException {
        // A blank is where scripts break.
        checkout = Files.createDirectories(folder.resolve("a checkout")).toRealPath();
        Files.createDirectory(checkout.resolve("scripts"));
        for (String name : new String[] {"smoke_local.sh", "doctor.sh", "security_check.sh"}) {
            Path copy = checkout.resolve("scripts").resolve(name);
            Files.copy(SCRIPTS.resolve(name), copy);
            assertThat(Files.isExecutable(SCRIPTS.resolve(name))).as(name).isTrue();
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        flowgate("#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done\nexit 7\n");
    }

    @Test
    void useTheCheckoutsOwnConfigurationFromAnyFolder() throws Exception {
        String config = checkout.resolve("config/flowgate.yaml").toString();

        assertThat(run(Map.of(), "smoke_local.sh")).isEqualTo("--config\n" + config + "\nsmoke\nended 7");
        assertThat(run(Map.of(), "doctor.sh")).isEqualTo("--config\n" + config + "\ndoctor\nended 7");
        assertThat(run(Map.of(), "security_check.sh"))
                .isEqualTo("--config\n" + config + "\ndoctor\n--check\n"
                        + "tracked_secrets,ignore_rules,secret_permissions\nended 7");
    }

    @Test
    void takeAnotherConfiguration() throws Exception {
        for (String script : new String[] {"smoke_local.sh", "doctor.sh", "security_check.sh"}) {
            assertThat(run(Map.of(), script, "my own.yaml")).startsWith("--config\nmy own.yaml\n");
        }
    }

    @Test
    void smokeTakesTheProfileAndThePatienceFromTheEnvironment() throws Exception {
        assertThat(run(Map.of("PROFILE", "a profile", "STARTUP_TIMEOUT", "90"), "smoke_local.sh", "c.yaml"))
                .isEqualTo("--config\nc.yaml\nsmoke\n--profile\na profile\n--startup-timeout\n90\nended 7");
    }

    @Test
    void smokeRunsTheDistribution() throws Exception {
        flowgate("#!/bin/sh\nexec '" + System.getProperty("flowgate.distribution") + "/bin/flowgate' \"$@\"\n");
        Path config = Files.createDirectory(checkout.resolve("config")).resolve("flowgate.yaml");
        Files.writeString(config, Configurations.demo(FreePort.next()));

        assertThat(run(Map.of("PROFILE", "cost"), "smoke_local.sh"))
                .contains("smoke:completion=pass model=demo answer='from cost'", "smoke:stop=pass")
                .endsWith("ended 0");
    }

    private void flowgate(String script) throws IOException {
        Path file = Files.writeString(checkout.resolve("flowgate"), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs a script in another folder; returns what it wrote, and how it ended. */
    private String run(Map<String, String> environment, String script, String... words) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(checkout.resolve("scripts").resolve(script).toString());
        builder.command().addAll(List.of(words));
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(Set.of("PROFILE", "STARTUP_TIMEOUT"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output + "ended " + process.exitValue();
    }
}
