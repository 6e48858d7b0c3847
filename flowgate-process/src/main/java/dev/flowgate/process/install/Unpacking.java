package dev.flowgate.process.install;

import dev.flowgate.file.FilePermissions;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the program and its licence out of an archive, and nothing else. One suspicious entry, wanted or not, and the whole
 * archive is refused: who builds such an archive means harm.
 */
final class Unpacking {
    private static final List<String> PROGRAMS =
            List.of("cli-proxy-api", "cli-proxy-api-plus", "cli-proxy-api.exe", "cli-proxy-api-plus.exe");
    private static final Set<String> PAPERS = Set.of("LICENSE", "README.md");
    private static final int BUFFER = 1 << 16;

    private final Path archive;
    private final Path folder;
    private final UnpackingLimits limits;
    private final Set<String> seen = new HashSet<>();
    private @Nullable String program;
    private long unpacked;

    private Unpacking(Path archive, Path folder, UnpackingLimits limits) {
        this.archive = archive;
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * Unpacks.
     *
     * @param archive a {@code .tar.gz} or {@code .zip}, told by its content, or the bare program
     * @param folder an existing empty folder
     * @param limits what is believed to be a bomb
     * @return the program's name in the folder
     * @throws InstallException if the archive is damaged, suspicious, or without a program
     * @throws IOException if the disk fails
     */
    static String unpack(Path archive, Path folder, UnpackingLimits limits) throws IOException, InterruptedException {
        Unpacking unpacking = new Unpacking(archive, folder, limits);
        try (ArchiveReader reader = ArchiveReader.open(archive)) {
            if (reader == null) {
                return unpacking.bare();
            }
            for (ArchiveReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                unpacking.take(entry, reader);
            }
        }
        String program = unpacking.program;
        if (program == null) {
            throw new InstallException(archive.getFileName() + " has none of " + PROGRAMS
                    + " at its top. It is not an archive of CLIProxyAPI; check the asset's name.");
        }
        return program;
    }

    private String bare() throws IOException, InterruptedException {
        String name = PROGRAMS.get(0);
        InstallStorage.requireRoom(folder, Files.size(archive));
        try (InputStream content = new FileInputStream(archive.toFile())) {
            copy(content, name, true);
        }
        return name;
    }

    private void take(ArchiveReader.Entry entry, ArchiveReader reader) throws IOException, InterruptedException {
        String name = checked(entry);
        if (entry.kind() == ArchiveReader.Kind.FOLDER) {
            return;
        }
        if (PROGRAMS.contains(name)) {
            if (program != null) {
                throw refused("holds two programs, " + program + " and " + name);
            }
            InstallStorage.requireRoom(folder, Math.max(0, Math.min(entry.size(), limits.bytes())));
            program = name;
            copy(reader.content(), name, true);
        } else {
            copy(reader.content(), PAPERS.contains(name) ? name : null, false);
        }
    }

    /** Returns an entry's name without a leading {@code ./}. */
    private String checked(ArchiveReader.Entry entry) {
        String given = entry.name();
        String name = given.startsWith("./") ? given.substring(2) : given;
        if (entry.kind() == ArchiveReader.Kind.SPECIAL) {
            throw refused("holds the link or device " + given);
        }
        if (name.startsWith("/")
                || name.contains("\\")
                || name.indexOf('\0') >= 0
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/", -1)).contains("..")) {
            throw refused("holds the name " + given + ", which leads out of it");
        }
        // Some file systems do not tell upper case from lower case.
        if (!name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT).replaceAll("/+$", ""))) {
            throw refused("holds " + given + " twice");
        }
        if (seen.size() > limits.entries()) {
            throw refused("holds more than " + limits.entries() + " files");
        }
        return name;
    }

    /** Copies a content to a new file, or, without a name, only counts it. */
    private void copy(InputStream content, @Nullable String name, boolean executable)
            throws IOException, InterruptedException {
        try (OutputStream target = name == null ? OutputStream.nullOutputStream() : create(name, executable)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
                unpacked += count;
                if (unpacked > limits.bytes() || unpacked > limits.grown(Files.size(archive))) {
                    throw refused("unpacks to more than " + InstallStorage.size(unpacked) + " and counts as a bomb");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                target.write(buffer, 0, count);
            }
        }
    }

    private int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException damaged) {
            throw ArchiveReader.damaged(archive, damaged);
        }
    }

    private OutputStream create(String name, boolean executable) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, FilePermissions.ownerOnlyFile(file));
        if (executable && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return new FileOutputStream(file.toFile());
    }

    private InstallException refused(String reason) {
        return new InstallException(
                archive.getFileName() + " " + reason + ". It was not unpacked. Check where it comes from.");
    }
}
