package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes a pid namespace of its own to happen; only root may make one. */
@Timeout(90)
class NamespaceIT {
    private static final List<String> UNSHARE =
            List.of("unshare", "--pid", "--fork", "--mount", "--mount-proc", "--kill-child");

    @TempDir
    Path folder;

    @BeforeAll
    @SuppressWarnings("SystemOut")
    static void requireNamespaces() throws InterruptedException {
        String reason = null;
        try {
            List<String> command = new ArrayList<>(UNSHARE);
            command.add("true");
            Process trial =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (trial.waitFor() != 0) {
                reason = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            }
        } catch (IOException missing) {
            reason = missing.getMessage();
        }
        if (reason != null) {
            System.out.println("SKIPPED: NamespaceIT needs root and unshare(1): " + reason);
        }
        Assumptions.assumeTrue(reason == null, reason);
    }

    private String run(String scenario) throws Exception {
        List<String> command = new ArrayList<>(UNSHARE);
        command.addAll(ServiceFixture.java(
                NamespaceScenario.class, scenario, folder.toRealPath().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zombie", "reuse", "clock", "full", "readonly", "bash", "dash"})
    void staysRightWhen(String scenario) throws Exception {
        assertThat(run(scenario)).contains("ok ");
    }

    @Test
    void recordOfAnotherNamespaceIsLeftAlone() throws Exception {
        assertThat(run("record")).contains("ok ");
        ServiceSupervisor supervisor = ServiceSupervisor.in(folder.toRealPath());

        assertThat(supervisor.status("svc")).isInstanceOf(ServiceStatus.Foreign.class);
        assertThatThrownBy(() -> supervisor.spawn(Worker.spec(folder.toRealPath(), "svc")))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("another container");
    }
}
