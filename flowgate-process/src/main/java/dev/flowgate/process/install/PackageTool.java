package dev.flowgate.process.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands of what makes environments and fills them: uv, or Python's own venv and pip. */
sealed interface PackageTool {
    /** Returns what it is called in messages. */
    String name();

    /** Returns the command that makes an empty environment. */
    List<String> create(PythonInterpreter interpreter, Path venv);

    /**
     * Returns the command that fills an environment.
     *
     * @param python the environment's interpreter
     * @param lock the requirements file
     * @param wheels a folder to take all packages from; null for those that the environment configures
     * @param offline whether no network is to be used
     */
    List<String> install(Path python, Path lock, @Nullable Path wheels, boolean offline);

    /**
     * Chooses one. uv reads nothing of what configures pip, so that it is no choice where somebody has told pip where
     * packages come from.
     *
     * @param environment what it will be run with
     */
    static PackageTool choose(Map<String, String> environment) {
        Optional<Path> uv = InterpreterSearch.onPath(environment, "uv");
        return uv.isPresent() && !PipSettings.present(environment) ? new Uv(uv.get()) : new Pip();
    }

    /**
     * uv.
     *
     * @param program its path
     */
    record Uv(Path program) implements PackageTool {
        @Override
        public String name() {
            return "uv";
        }

        @Override
        public List<String> create(PythonInterpreter interpreter, Path venv) {
            return List.of(
                    program.toString(),
                    "venv",
                    "--no-project",
                    "--python",
                    interpreter.executable().toString(),
                    venv.toString());
        }

        @Override
        public List<String> install(Path python, Path lock, @Nullable Path wheels, boolean offline) {
            List<String> command = new ArrayList<>(List.of(
                    program.toString(),
                    "pip",
                    "install",
                    "--python",
                    python.toString(),
                    "--color",
                    "never",
                    "--require-hashes",
                    "--no-deps",
                    "--only-binary",
                    ":all:",
                    "--compile-bytecode",
                    "-r",
                    lock.toString()));
            if (wheels != null) {
                command.addAll(List.of("--no-index", "--find-links", wheels.toString()));
            }
            if (wheels != null || offline) {
                command.add("--offline");
            }
            return command;
        }
    }

    /** Python's venv module, and the pip that comes with it. */
    record Pip() implements PackageTool {
        @Override
        public String name() {
            return "pip";
        }

        @Override
        public List<String> create(PythonInterpreter interpreter, Path venv) {
            return List.of(interpreter.executable().toString(), "-I", "-m", "venv", venv.toString());
        }

        @Override
        public List<String> install(Path python, Path lock, @Nullable Path wheels, boolean offline) {
            List<String> command = new ArrayList<>(List.of(
                    python.toString(),
                    "-I",
                    "-m",
                    "pip",
                    "install",
                    "--no-input",
                    "--no-color",
                    "--disable-pip-version-check",
                    "--progress-bar",
                    "off",
                    "--require-hashes",
                    "--no-deps",
                    "--only-binary",
                    ":all:",
                    "-r",
                    lock.toString()));
            if (wheels != null || offline) {
                command.add("--no-index");
            }
            if (wheels != null) {
                command.addAll(List.of("--find-links", wheels.toString()));
            }
            return command;
        }
    }
}
