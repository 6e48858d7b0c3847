package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An archive, or a bare program, that is here, and what it should be.
 *
 * @param file the file
 * @param version the version that its release or its name tells; null when neither does
 * @param source where it came from
 * @param expected the SHA-256 that it should have; null when nobody has said
 */
record LocalArchive(
        Path file,
        @Nullable String version,
        String source,
        @Nullable String expected) {
    private static final Pattern VERSION_IN_NAME = Pattern.compile("_(\\d+(?:\\.\\d+)+(?:-\\d+)?)_");

    /**
     * Looks at a file that somebody supplies.
     *
     * @param pin the SHA-256 that it must have; null to look for {@code FILE.sha256} or {@code checksums.txt} beside it
     * @throws InstallException if it is no file, or the checksums cannot be read
     */
    static LocalArchive of(Path file, @Nullable String pin) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new InstallException(file + " is not a file that can be read. Name an archive of a release"
                    + " (.tar.gz, .zip) or the program itself.");
        }
        Path name = file.toAbsolutePath().getFileName();
        Matcher version = VERSION_IN_NAME.matcher(name.toString());
        return new LocalArchive(
                file,
                version.find() ? version.group(1) : null,
                file.toAbsolutePath().toString(),
                pin != null ? pin : beside(file).orElse(null));
    }

    /**
     * Compares the content with what it should be.
     *
     * @return its SHA-256
     * @throws InstallException naming both digests
     */
    String verified() throws IOException {
        String actual = Sha256.of(file);
        if (expected != null && !expected.equals(actual)) {
            throw new ChecksumMismatch(file.getFileName().toString(), expected, actual).failure();
        }
        return actual;
    }

    private static Optional<String> beside(Path file) {
        String name = file.getFileName().toString();
        for (String beside : new String[] {name + ".sha256", "checksums.txt"}) {
            Path checksums = file.resolveSibling(beside);
            if (Files.isRegularFile(checksums)) {
                Optional<String> digest = digest(checksums, name);
                if (digest.isPresent()) {
                    return digest;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> digest(Path checksums, String name) {
        try {
            return ChecksumFile.digest(InstallStorage.text(checksums), name);
        } catch (IOException unreadable) {
            throw new InstallException(
                    checksums + " cannot be read, so that " + name + " cannot be verified. Correct its permissions.",
                    unreadable);
        }
    }
}
