package dev.flowgate.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds a service's program before anything is started. The operating system reports a missing program, a missing
 * folder and a bad first line of a script by the same error; here they are told apart.
 */
final class ProgramResolution {
    private ProgramResolution() {}

    /**
     * Returns the program's absolute path. Symbolic links are kept: some programs act by the name they are called.
     *
     * @param path the {@code PATH} that the service gets; null when it gets none
     */
    static Path resolve(ServiceSpec spec, @Nullable String path) {
        if (!Files.isDirectory(spec.workingDirectory())) {
            throw new ProcessException(
                    "Cannot start " + spec.name() + ": its working directory " + spec.workingDirectory()
                            + (Files.exists(spec.workingDirectory()) ? " is no folder" : " does not exist")
                            + ". Create it, or change services." + spec.name() + ".command.cwd.",
                    new ProcessFailure.NoWorkingDirectory(spec.workingDirectory()));
        }
        String program = spec.command().get(0);
        try {
            if (program.indexOf('/') >= 0) {
                Path file = spec.workingDirectory().resolve(program).normalize();
                requireExecutable(spec, program, file);
                return file;
            }
            return search(spec, program, path);
        } catch (InvalidPathException invalid) {
            throw notRunnable(spec, program, "is no path");
        }
    }

    private static Path search(ServiceSpec spec, String program, @Nullable String path) {
        if (path == null || path.isEmpty()) {
            throw notRunnable(spec, program, "cannot be looked up, because the service has no PATH");
        }
        Path notExecutable = null;
        for (String entry : path.split(":", -1)) {
            Path file = spec.workingDirectory().resolve(entry).resolve(program).normalize();
            if (Files.isRegularFile(file)) {
                if (Files.isExecutable(file)) {
                    return file;
                }
                notExecutable = file;
            }
        }
        throw notRunnable(
                spec,
                program,
                notExecutable == null
                        ? "is not in any folder of PATH (" + path + ")"
                        : notExecutableText(notExecutable));
    }

    private static void requireExecutable(ServiceSpec spec, String program, Path file) {
        if (!Files.exists(file)) {
            throw notRunnable(
                    spec, program, program.equals(file.toString()) ? "does not exist" : "does not exist at " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw notRunnable(spec, program, "is no file at " + file);
        }
        if (!Files.isExecutable(file)) {
            throw notRunnable(spec, program, notExecutableText(file));
        }
    }

    private static String notExecutableText(Path file) {
        return "may not be executed; run: chmod +x " + file;
    }

    private static ProcessException notRunnable(ServiceSpec spec, String program, String what) {
        return new ProcessException(
                "Cannot start " + spec.name() + ": its program " + program + " " + what
                        + ". Install it, or change services." + spec.name() + ".command.args.",
                new ProcessFailure.ProgramNotRunnable(program));
    }
}
