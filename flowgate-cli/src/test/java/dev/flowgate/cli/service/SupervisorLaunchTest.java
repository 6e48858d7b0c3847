package dev.flowgate.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorLaunchTest {
    @Test
    void knowsTheWordsThatTheSupervisorIsStartedBy() {
        assertThat(SupervisorLaunch.config("--config", "some/flowgate.yaml", "supervisor", "run"))
                .isEqualTo(Path.of("some/flowgate.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "supervisor run",
                "--config file supervisor",
                "--config file supervisor --help",
                "--config file supervisor run --help",
                "-c file supervisor run",
                "--config file gateway run",
                "status"
            })
    void leavesOtherCommandLinesToTheVerbs(String line) {
        assertThat(SupervisorLaunch.config(line.split(" ", -1))).isNull();
    }
}
