package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.process.install.LiteLlmReleases;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real LiteLLM, installed from the lock and the package index; some minutes. */
@Timeout(1200)
class LiteLlmBootstrapRealE2EIT {
    @TempDir
    Path folder;

    @Test
    void installsItFromTheLockAndLeavesItAloneFromThenOn() throws Exception {
        RealPrograms.requireReal("bootstrap download litellm from a package index");
        Path runtime = folder.resolve(".router/runtime");
        long begin = System.nanoTime();

        Result download = RealPrograms.download(folder, runtime);

        LoggerFactory.getLogger(LiteLlmBootstrapRealE2EIT.class)
                .info("bootstrap download litellm took {} s", (System.nanoTime() - begin) / 1_000_000_000);
        Path program = runtime.resolve("bin/litellm");
        assertThat(download.out()).isEqualTo("""
                litellm=%s
                litellm_version=%s
                litellm_change=installed
                """.formatted(program, LiteLlmReleases.VERSION));
        assertThat(download.err().lines())
                .containsSubsequence(
                        "looking up Python", "installing packages", "trying LiteLLM " + LiteLlmReleases.VERSION);
        assertThat(Files.isSymbolicLink(program)).isTrue();
        assertThat(LiteLlmReleases.installedVersion(program)).contains(LiteLlmReleases.VERSION);

        Distribution flowgate = Distribution.in(folder);
        Result again = flowgate.run("bootstrap", "download", "litellm");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.value("litellm_change")).isEqualTo("unchanged");
        Result rollback = flowgate.run("bootstrap", "rollback", "litellm");
        assertThat(rollback.exitCode()).isEqualTo(1);
        assertThat(rollback.err()).contains("no earlier version of litellm");
        assertThat(Files.readAllLines(runtime.resolve("events.log")))
                .filteredOn(line -> line.contains("\"event\":\"bootstrap\""))
                .singleElement()
                .asString()
                .contains("\"service\":\"litellm\"", "\"result\":\"success\"", LiteLlmReleases.VERSION + " installed");
    }
}
