package dev.flowgate.process.install;

import java.nio.file.Path;

/**
 * A Python that can make environments for LiteLLM.
 *
 * @param executable the interpreter itself, not one of those scripts that look for it
 * @param minor the 12 of 3.12.1
 * @param version such as {@code 3.12.1}
 * @param makesEnvironments whether its venv module is complete
 */
record PythonInterpreter(Path executable, int minor, String version, boolean makesEnvironments) {
    /** The oldest and the newest Python 3 that there are wheels of all packages for. */
    static final int OLDEST_MINOR = 10;

    static final int NEWEST_MINOR = 13;

    /** The versions that are supported, for messages. */
    static final String SUPPORTED = "3.10, 3.11, 3.12 or 3.13";

    /** Returns the reason why it cannot make an environment, and what to do. */
    String withoutVenv() {
        return executable + " (Python " + version + ") has no complete venv module. On Debian and Ubuntu run"
                + " \"apt install python3." + minor + "-venv\"; elsewhere install uv, which does without it";
    }
}
