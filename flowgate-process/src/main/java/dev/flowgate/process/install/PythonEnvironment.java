package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The files of an environment that LiteLLM runs in.
 *
 * @param folder the folder of the installation, absolute
 */
record PythonEnvironment(Path folder) {
    /** The runner's name in the folder. */
    static final String RUNNER = "run";

    Path venv() {
        return folder.resolve("venv");
    }

    Path python() {
        return venv().resolve("bin").resolve("python");
    }

    /** The lock that it was made from; a copy, to make a folder of packages from. */
    Path lock() {
        return folder.resolve("requirements.txt");
    }

    Path runner() {
        return folder.resolve(RUNNER);
    }

    void writeRunner() throws IOException {
        Files.writeString(runner(), runnerText());
        Files.setPosixFilePermissions(runner(), PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Tells whether it is whole and where it was made: the interpreter that it links to goes away when the system's Python
     * is replaced by a newer one, and an environment cannot be moved.
     *
     * @param version the version of LiteLLM that has to be in it
     */
    boolean isIntact(String version) {
        try {
            String runner = new String(Files.readAllBytes(runner()), StandardCharsets.UTF_8);
            return runner.equals(runnerText())
                    && Files.isExecutable(runner())
                    && Files.isExecutable(python())
                    && SitePackages.version(venv()).equals(Optional.of(version));
        } catch (IOException missing) {
            return false;
        }
    }

    private String runnerText() {
        // Through sh and by name, because a "#!" line is cut when a path is long, and parted at a blank.
        return """
                #!/bin/sh
                # Runs LiteLLM in its own environment, whatever PATH says. Written by FlowGate.
                unset PYTHONHOME PYTHONPATH
                exec %s -s %s "$@"
                """.formatted(quoted(python()), quoted(venv().resolve("bin").resolve("litellm")));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
