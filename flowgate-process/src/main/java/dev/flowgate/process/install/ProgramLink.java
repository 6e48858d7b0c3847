package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The name that a program is run by, a link to the active version.
 *
 * @param bin the folder that it is in
 * @param path the link
 */
record ProgramLink(Path bin, Path path) {
    /** Makes it lead to another program, at one stroke: whoever runs the name gets the old program or the new one. */
    void swap(Path program) throws IOException {
        Path temporary = bin.resolve(
                temporaryName(Long.toHexString(ProcessHandle.current().pid())));
        Files.deleteIfExists(temporary);
        try {
            Files.createSymbolicLink(temporary, target(program));
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        InstallStorage.force(bin);
    }

    /** Relative, so that the runtime folder can be moved, unless the folder itself is a link to somewhere else. */
    private Path target(Path program) throws IOException {
        Path real = bin.toRealPath();
        return real.resolveSibling("installed")
                        .equals(bin.resolveSibling("installed").toRealPath())
                ? bin.relativize(program)
                : program;
    }

    /** Removes what killed installers left of {@link #swap}. */
    void removeTemporaries() throws IOException {
        try (DirectoryStream<Path> temporaries = Files.newDirectoryStream(bin, temporaryName("*"))) {
            for (Path each : temporaries) {
                Files.deleteIfExists(each);
            }
        }
    }

    /**
     * Tells whether there is something by this name.
     *
     * @throws InstallException if that is a folder
     */
    boolean isTaken() {
        if (Files.isDirectory(path)) {
            throw new InstallException(path + " is a folder, where FlowGate puts a link to the program."
                    + " Move it away, then try again.");
        }
        return Files.exists(path);
    }

    /** Copies what is there, so that it can be put back. */
    void copyTo(Path copy) throws IOException {
        if (Files.isSymbolicLink(path)) {
            Files.createSymbolicLink(copy, path.toRealPath());
            return;
        }
        try {
            // A second name needs no room, and a program that runs is still known by it.
            Files.createLink(copy, path);
        } catch (IOException | UnsupportedOperationException noSecondNames) {
            InstallStorage.requireRoom(bin, Files.size(path));
            Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private String temporaryName(String part) {
        return "." + path.getFileName() + "." + part + ".tmp";
    }
}
