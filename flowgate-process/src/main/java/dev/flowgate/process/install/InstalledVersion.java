package dev.flowgate.process.install;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One version of a program, in a folder of its own.
 *
 * @param folder the folder, absolute
 * @param version the version, such as {@code 7.2.140}; {@link #UNKNOWN} for a program that somebody else put in place
 * @param program the program's file, relative to the folder
 * @param sha256 the SHA-256 of what it was made from (an archive, a lock file, the program itself), 64 lower-case hex digits
 * @param source where that came from: an address or a file
 * @param installedAt when
 */
public record InstalledVersion(
        Path folder, String version, String program, String sha256, String source, Instant installedAt) {
    /** The version of a program that nobody has asked for its version. */
    public static final String UNKNOWN = "unknown";

    /**
     * Returns the program's file itself, whose path changes from version to version.
     *
     * @return the path, absolute
     */
    public Path executable() {
        return folder.resolve(program);
    }

    /** Returns the name by which the version is known among those of its program. */
    String id() {
        return folder.getFileName().toString();
    }
}
