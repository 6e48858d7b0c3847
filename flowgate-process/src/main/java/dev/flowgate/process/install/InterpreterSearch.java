package dev.flowgate.process.install;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds a Python for LiteLLM: the one that is configured, else the first that fits of those on the {@code PATH}. */
final class InterpreterSearch {
    private static final List<String> NAMES =
            List.of("python3.13", "python3.12", "python3.11", "python3.10", "python3", "python");
    private static final String KEY = "bootstrap.litellm.python";
    private static final String INSTALL = "Install Python " + PythonInterpreter.SUPPORTED
            + " (Debian and Ubuntu: \"apt install python3 python3-venv\"; macOS: \"brew install python@3.12\"), or set "
            + KEY + " to the path of one.";

    private final Map<String, String> environment;
    private final InterpreterProbe probe;

    /**
     * Creates a search.
     *
     * @param environment its {@code PATH} is looked at
     * @param probe asks what is found
     */
    InterpreterSearch(Map<String, String> environment, InterpreterProbe probe) {
        this.environment = environment;
        this.probe = probe;
    }

    /** Returns a program on the {@code PATH}. */
    static Optional<Path> onPath(Map<String, String> environment, String name) {
        for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
            // An empty or relative entry means the current folder, where anybody may have put a program.
            if (entry.startsWith("/")) {
                Path file = Path.of(entry).resolve(name);
                if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the configured interpreter.
     *
     * @param configured a path, or a name to look for on the {@code PATH}
     * @param venvNeeded whether it has to make the environment itself
     * @throws InstallException if it is not there, or does not fit
     */
    PythonInterpreter configured(String configured, boolean venvNeeded) throws InterruptedException {
        String setting = KEY + " is " + configured + ", ";
        String repair = " Set it to a Python " + PythonInterpreter.SUPPORTED
                + ", or remove it, so that the first that fits is taken.";
        Path program = program(configured)
                .orElseThrow(() -> new InstallException(setting
                        + (configured.contains("/") ? "which is no program." : "which is not on the PATH.")
                        + repair));
        InterpreterProbe.Answer answer = probe.ask(program);
        if (answer instanceof InterpreterProbe.Answer.Fits fits) {
            if (venvNeeded && !fits.interpreter().makesEnvironments()) {
                throw new InstallException(
                        setting + "which does not fit: " + fits.interpreter().withoutVenv() + ".");
            }
            return fits.interpreter();
        }
        throw new InstallException(
                setting + "which does not fit: " + ((InterpreterProbe.Answer.Unfit) answer).reason() + "." + repair);
    }

    /**
     * Returns the first interpreter on the {@code PATH} that fits.
     *
     * @param venvNeeded whether it has to make the environment itself
     * @throws InstallException if there is none
     */
    PythonInterpreter first(boolean venvNeeded) throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (String name : NAMES) {
            Optional<Path> program = onPath(environment, name);
            if (program.isEmpty()) {
                continue;
            }
            InterpreterProbe.Answer answer = probe.ask(program.get());
            if (answer instanceof InterpreterProbe.Answer.Fits fits) {
                if (!venvNeeded || fits.interpreter().makesEnvironments()) {
                    return fits.interpreter();
                }
                reasons.add(fits.interpreter().withoutVenv());
            } else if (answer instanceof InterpreterProbe.Answer.Unfit unfit) {
                reasons.add(unfit.reason());
            }
        }
        if (reasons.isEmpty()) {
            throw new InstallException("LiteLLM needs Python, and there is none on the PATH ("
                    + environment.getOrDefault("PATH", "which is not set") + "). " + INSTALL);
        }
        throw new InstallException("LiteLLM needs Python " + PythonInterpreter.SUPPORTED
                + ", and none on the PATH fits: "
                + reasons.stream().distinct().collect(Collectors.joining("; ")) + ". " + INSTALL);
    }

    private Optional<Path> program(String configured) {
        try {
            return configured.contains("/")
                    ? Optional.of(Path.of(configured).toAbsolutePath()).filter(Files::isExecutable)
                    : onPath(environment, configured);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
