package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowgate.process.install.LiteLlmReleases;
import dev.flowgate.process.install.PythonRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The real programs that tests run where they are at hand; a test without its program is skipped, and says so. */
final class RealPrograms {
    static final String CLIPROXYAPI_VERSION = "7.2.140";

    private static final long DOWNLOAD_MINUTES = 15;

    private RealPrograms() {}

    /**
     * Returns a CLIProxyAPI of the folder that the variable {@code FLOWGATE_TEST_CACHE} names, {@code .cache/flowgate-tests}
     * in the home folder else. The tests of the module flowgate-auth build it there with {@code -Dflowgate.real=true}.
     */
    static Path cliProxyApi() {
        Path binary = cache().resolve("cliproxyapi-v" + CLIPROXYAPI_VERSION).resolve("server");
        if (!Files.isExecutable(binary)) {
            skip("NOT TESTED against a real CLIProxyAPI: " + binary
                    + " is not there. -Dflowgate.real=true builds it in the tests of flowgate-auth.");
        }
        return binary;
    }

    /**
     * Returns the LiteLLM that {@code bootstrap download} has installed below the same folder. With {@code
     * -Dflowgate.real=true} it is run when there is none, which takes minutes and a package index.
     *
     * @param folder an empty folder for that
     */
    static Path liteLlm(Path folder) throws IOException, InterruptedException {
        Path runtime = cache().resolve("litellm-runtime");
        PythonRuntime python = PythonRuntime.builder(runtime).build();
        if (python.installed().isEmpty()) {
            requireReal("the real LiteLLM " + LiteLlmReleases.VERSION + ", for " + runtime + " has none");
            download(folder, runtime);
        }
        return python.installed().orElseThrow().executable();
    }

    /** Skips a test that fetches programs, unless it is asked for by {@code -Dflowgate.real=true}. */
    static void requireReal(String what) {
        if (!Boolean.getBoolean("flowgate.real")) {
            skip("NOT TESTED: " + what + ". -Dflowgate.real=true installs it, which takes minutes and a network.");
        }
    }

    /** Runs {@code bootstrap download litellm} for a folder of what FlowGate keeps. */
    static Distribution.Result download(Path folder, Path runtime) throws IOException, InterruptedException {
        Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.services("litellm: {type: process}")
                        .replace("runtime_dir: ../.router/runtime", "runtime_dir: " + runtime));
        Distribution.Running download = flowgate.start("bootstrap", "download", "litellm");
        if (!download.process().waitFor(DOWNLOAD_MINUTES, TimeUnit.MINUTES)) {
            download.process().destroy();
            throw new AssertionError("bootstrap download litellm did not end within " + DOWNLOAD_MINUTES + " minutes");
        }
        assertThat(download.result().exitCode()).as(download.err()).isZero();
        return download.result();
    }

    private static Path cache() {
        String cache = System.getenv("FLOWGATE_TEST_CACHE");
        return cache == null ? Path.of(System.getProperty("user.home"), ".cache", "flowgate-tests") : Path.of(cache);
    }

    private static void skip(String missing) {
        LoggerFactory.getLogger(RealPrograms.class).warn("{}", missing);
        assumeTrue(false, missing);
    }
}
