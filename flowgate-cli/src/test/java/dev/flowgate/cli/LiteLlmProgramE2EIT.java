package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A LiteLLM that must not be started, or cannot be: none of it is run, and the message says what to do. */
@Timeout(60)
class LiteLlmProgramE2EIT {
    @TempDir
    Path folder;

    @Test
    void isNotStartedWhenItDoesHarm() throws Exception {
        Path bin = environment("1.82.7");
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.services("litellm: {port: %d, command: {args: [%s]}}"
                        .formatted(FreePort.next(), bin.resolve("litellm"))))) {
            requireRefusal(flowgate.run("up"));
            Result start = flowgate.run("service", "start", "litellm");
            requireRefusal(start);
            assertThat(start.out()).isEqualTo("litellm:start-failed\n");
            Result restart = flowgate.run("service", "restart");
            requireRefusal(restart);
            assertThat(restart.out()).isEqualTo("litellm:restart-failed\n");
        }
    }

    @Test
    void isLookedUpOnTheCommandsOwnPath() throws Exception {
        Path bin = environment("1.82.8");
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.services("litellm: {port: %d, command: {args: [litellm], env: {PATH: %s}}}"
                        .formatted(FreePort.next(), bin)))) {
            requireRefusal(flowgate.run("up"));
        }
    }

    @Test
    void isToBeInstalledWhereThereIsNone() throws Exception {
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.services("litellm: {type: process, port: " + FreePort.next() + "}"))) {
            Result up = flowgate.run("up");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err())
                    .contains(folder.resolve(".router/runtime/bin/litellm") + " does not exist. Install it")
                    .containsPattern("To install it: \\S+ bootstrap download litellm");
        }
    }

    @Test
    void leavesTheEmbeddedEngineAloneWhileThereIsNoneToTakeItsPlace() throws Exception {
        String services = "litellm: {type: %s, port: " + FreePort.next() + "}";
        try (Distribution flowgate =
                Distribution.in(folder).configure(Configurations.services(services.formatted("embedded")))) {
            long pid = flowgate.run("up").pid("litellm");
            flowgate.configure(Configurations.services(services.formatted("process")));

            Result restart = flowgate.run("service", "restart", "litellm");
            assertThat(restart.exitCode()).isEqualTo(1);
            assertThat(restart.out()).isEqualTo("litellm:restart-failed\n");
            assertThat(restart.err())
                    .contains(
                            "litellm does not exist",
                            "bootstrap download litellm",
                            "litellm was not stopped for that.");
            Result set = flowgate.run("profile", "set", "balanced");
            assertThat(set.exitCode()).isEqualTo(1);
            assertThat(set.out()).contains("litellm:restart-failed");

            assertThat(flowgate.run("status").out()).contains("litellm_state=running", "litellm_pid=" + pid);
        }
    }

    private void requireRefusal(Result result) {
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("litellm must not be started: LiteLLM 1.82.")
                .contains("was published on 2026-03-24 with a stolen account", "bootstrap download");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    /** Makes what looks like an environment with a release in it; its command leaves a file when it is run. */
    private Path environment(String release) throws IOException {
        Path environment = folder.resolve("environment");
        Files.createDirectories(environment.resolve("lib/python3.12/site-packages/litellm-" + release + ".dist-info"));
        Path bin = Files.createDirectories(environment.resolve("bin"));
        Path command = Files.writeString(bin.resolve("litellm"), """
                #!/bin/sh
                : >'%s/ran'
                exec '%s/python' "$@"
                """.formatted(folder, bin));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        return bin;
    }
}
