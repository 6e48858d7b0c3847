package dev.flowgate.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The real programs that tests run where they are at hand; a test without its program is skipped, and says so. */
final class RealPrograms {
    static final String CLIPROXYAPI_VERSION = "7.2.140";

    private RealPrograms() {}

    /**
     * Returns a CLIProxyAPI of the folder that the variable {@code FLOWGATE_TEST_CACHE} names, {@code .cache/flowgate-tests}
     * in the home folder else. The tests of the module flowgate-auth build it there with {@code -Dflowgate.real=true}.
     */
    static Path cliProxyApi() {
        String cache = System.getenv("FLOWGATE_TEST_CACHE");
        Path folder =
                cache == null ? Path.of(System.getProperty("user.home"), ".cache", "flowgate-tests") : Path.of(cache);
        Path binary = folder.resolve("cliproxyapi-v" + CLIPROXYAPI_VERSION).resolve("server");
        if (!Files.isExecutable(binary)) {
            String missing = "NOT TESTED against a real CLIProxyAPI: " + binary
                    + " is not there. -Dflowgate.real=true builds it in the tests of flowgate-auth.";
            LoggerFactory.getLogger(RealPrograms.class).warn("{}", missing);
            assumeTrue(false, missing);
        }
        return binary;
    }
}
