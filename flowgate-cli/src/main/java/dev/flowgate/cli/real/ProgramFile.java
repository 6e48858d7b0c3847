package dev.flowgate.cli.real;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks programs up as the operating system does when they are started. */
public final class ProgramFile {
    private ProgramFile() {}

    /**
     * Returns the file of a program that can be run.
     *
     * @param program a path, or a name that is looked up
     * @param folder where relative paths start
     * @param path the value of {@code PATH}; null when there is none
     */
    public static Optional<Path> find(String program, Path folder, @Nullable String path) {
        try {
            if (program.indexOf('/') >= 0) {
                return Optional.of(folder.resolve(program).normalize()).filter(ProgramFile::runs);
            }
            if (path == null) {
                return Optional.empty();
            }
            for (String entry : path.split(":", -1)) {
                Path file = folder.resolve(entry).resolve(program).normalize();
                if (runs(file)) {
                    return Optional.of(file);
                }
            }
        } catch (InvalidPathException malformed) {
            // What is no path is no program.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
