package dev.flowgate.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Permissions of files that may hold secrets: 0600 for files, 0700 for folders, from the moment they are created. On a
 * file system without POSIX permissions the operations do nothing and report no problem.
 */
public final class FilePermissions {
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FOR_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private FilePermissions() {}

    /**
     * Returns the attributes to create a private file with.
     *
     * @param near a path on the file system in question
     * @return the attribute for mode 0600, or nothing where the file system has no such modes
     */
    public static FileAttribute<?>[] ownerOnlyFile(Path near) {
        return hasPosixPermissions(near)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE)}
                : new FileAttribute<?>[0];
    }

    /**
     * Creates a folder that only its owner can enter, with its missing parents. An existing folder is left as it is.
     *
     * @param folder the folder
     * @throws IOException if it cannot be created, or if something else has that name
     */
    public static void createPrivateFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createPrivateFolder(parent);
        }
        try {
            if (hasPosixPermissions(folder)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) {
                throw exists;
            }
        }
    }

    /**
     * Tells how far a file is open to others than its owner.
     *
     * @param file a file or folder
     * @return its mode, such as {@code rw-r--r--}, when anybody else may read, write or enter it; empty when it is
     *     private, when it does not exist, or when the file system has no such modes
     */
    public static Optional<String> exposure(Path file) {
        if (!hasPosixPermissions(file)) {
            return Optional.empty();
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.stream().anyMatch(FOR_OTHERS::contains)
                    ? Optional.of(PosixFilePermissions.toString(permissions))
                    : Optional.empty();
        } catch (IOException unreadable) {
            // A file that cannot even be looked at is not exposed by its mode; whoever needs it reports the failure.
            return Optional.empty();
        }
    }

    /**
     * Takes from everybody but the owner what they may do with a file or folder. One that is private already stays as it is.
     *
     * @param file an existing file or folder
     * @throws IOException if its permissions cannot be changed, as those of another user's file
     */
    public static void makePrivate(Path file) throws IOException {
        if (exposure(file).isPresent()) {
            Files.setPosixFilePermissions(file, Files.isDirectory(file) ? OWNER_ONLY_FOLDER : OWNER_ONLY_FILE);
        }
    }

    private static boolean hasPosixPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
