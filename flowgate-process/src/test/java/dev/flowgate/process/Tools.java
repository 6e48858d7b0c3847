package dev.flowgate.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs that tests need and that need not be there. */
public final class Tools {
    private Tools() {}

    /** Skips the test, with a word, when a program is missing. */
    public static void require(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        skip(program + " is not installed");
    }

    /** Skips the test unless it runs as root. */
    public static void requireRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            skip("only root can do this");
        }
    }

    /** Skips the test, with a word. */
    @SuppressWarnings("SystemOut")
    public static void skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }
}
