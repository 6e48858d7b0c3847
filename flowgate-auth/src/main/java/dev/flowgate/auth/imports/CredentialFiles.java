package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The folder of credentials that CLIProxyAPI reads. A credential is written beside its place, under a name that the server
 * ignores, and moved there: the server sees it once, and whole. It is readable by its owner alone from the moment it is
 * created. The server itself rewrites its files when it renews a credential; what it writes in the milliseconds between
 * the reading of the file before and the move is lost.
 */
final class CredentialFiles {
    private static final String ENDING = ".json";

    private final Path folder;

    CredentialFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Saves a credential in place of the one that the same account had, whose further members, such as {@code disabled} and
     * {@code priority}, stay.
     *
     * @param source where it was taken from, for messages
     * @throws AuthException if it cannot be written, or what is there would be lost; nothing has changed then
     */
    SavedCredential save(ImportedCredential credential, Path source) {
        requireName(credential.fileName());
        List<String> warnings = new ArrayList<>(credential.warnings());
        FilePermissions.exposure(folder)
                .ifPresent(mode -> warnings.add(
                        "Others can enter " + folder + " (" + mode + "). Repair: chmod 700 '" + folder + "'."));
        try {
            Optional<ExistingFile> before = sameAccount(credential);
            Path file = before.map(ExistingFile::file).orElseGet(() -> folder.resolve(credential.fileName()));
            Map<String, ?> content = credential.content();
            boolean changed = true;
            if (before.isPresent()) {
                ExistingFile stored = before.get();
                stored.requireNotNewer(credential, source);
                content = stored.with(credential.content());
                changed = !stored.holds(content);
                if (stored.disabled()) {
                    warnings.add("The credential is disabled in " + file + ", and stays so.");
                }
            }
            if (changed) {
                AtomicFile.write(file, JsonText.indented(content) + "\n");
            } else {
                FilePermissions.makePrivate(file);
            }
            return new SavedCredential(source, file, changed, credential.account(), credential.expiresAt(), warnings);
        } catch (IOException failure) {
            throw new AuthException(
                    "The credential cannot be written to " + folder + ": " + reason(failure)
                            + ". What was there before is still there. Correct that, or name another folder.",
                    failure);
        }
    }

    /** Finds the file with the credential's name, else one of the same account that has another name. */
    private Optional<ExistingFile> sameAccount(ImportedCredential credential) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new AuthException(
                    folder + " is a file, and not the folder that credentials are written to. Move it away,"
                            + " or name another folder.");
        }
        Path file = folder.resolve(credential.fileName());
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new AuthException(
                    file + " is a link to a file that does not exist. Remove the link, and import again.");
        }
        if (Files.exists(file)) {
            return Optional.of(ExistingFile.read(file).requireType(credential.content()));
        }
        for (Path other : others()) {
            Optional<ExistingFile> stored = ExistingFile.readable(other);
            if (stored.isPresent() && stored.get().hasAccountOf(credential.content())) {
                return stored;
            }
        }
        return Optional.empty();
    }

    private NavigableSet<Path> others() throws IOException {
        NavigableSet<Path> files = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ENDING)) {
                entries.forEach(files::add);
            } catch (DirectoryIteratorException failure) {
                throw failure.getCause();
            }
        }
        return files;
    }

    // An importer can come from anywhere; what it calls a file's name must not lead out of the folder.
    private static void requireName(String name) {
        boolean plain = name.endsWith(ENDING)
                && !name.startsWith(".")
                && name.chars().noneMatch(letter -> letter == '/' || letter == '\\' || Character.isISOControl(letter));
        if (!plain) {
            throw new AuthException("An importer gave a credential the name '"
                    + name.replaceAll("\\p{Cntrl}", "?")
                    + "', which is not that of a file ending in .json. Correct the importer.");
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String text = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return text == null || text.isBlank() ? failure.getClass().getSimpleName() : text;
    }
}
