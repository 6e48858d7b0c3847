package dev.flowgate.process.install;

import dev.flowgate.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The folder of fetched archives, each with its checksum beside it, so that one can be installed again without a network. */
final class ArchiveStore {
    private final Path folder;
    private final InstallProgress.Listener listener;

    ArchiveStore(Path folder, InstallProgress.Listener listener) {
        this.folder = folder;
        this.listener = listener;
    }

    Path folder() {
        return folder;
    }

    /** Returns the first of some archives that is here. */
    Optional<LocalArchive> find(List<String> names, String version, @Nullable String pin) {
        return names.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> LocalArchive.of(file, pin))
                .map(found -> new LocalArchive(found.file(), version, found.source(), found.expected()));
    }

    /**
     * Returns an archive, and fetches it unless it is here already.
     *
     * @param expected what its SHA-256 has to be; null to take it as it comes
     * @throws InstallException if it cannot be fetched, or is not what it should be
     */
    LocalArchive get(ReleaseLookup.Found found, @Nullable String expected, ReleaseHttp http, ReleaseRefusal refusal)
            throws InterruptedException {
        Release.Asset asset = found.asset();
        Path file = folder.resolve(asset.name());
        try {
            if (expected == null || !isHere(file, expected)) {
                fetch(new Download(http, refusal, asset, folder, listener), asset.name(), expected, file);
            }
            return new LocalArchive(file, found.version(), SafeAddress.shown(asset.address()), expected);
        } catch (IOException failed) {
            throw InstallStorage.failure(folder, Math.max(0, asset.size()), failed);
        }
    }

    private void fetch(Download download, String name, @Nullable String expected, Path file)
            throws IOException, InterruptedException {
        boolean resumed = download.isBegun();
        Path part = download.fetch();
        listener.progress(
                new InstallProgress(InstallProgress.Phase.VERIFYING, name, 0, OptionalLong.of(Files.size(part))));
        String actual = Sha256.of(part);
        if (expected != null && !expected.equals(actual)) {
            download.discard();
            if (!resumed) {
                throw new ChecksumMismatch(name, expected, actual).failure();
            }
            // The file may have changed between the two halves, which a server without ETags does not tell.
            fetch(download, name, expected, file);
            return;
        }
        // Before the file gets its name, so that no archive stands without the checksum that it was verified by.
        if (expected != null) {
            AtomicFile.write(checksum(file), ChecksumFile.line(expected, name));
        } else {
            Files.deleteIfExists(checksum(file));
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        download.done();
        InstallStorage.force(folder);
    }

    private static boolean isHere(Path file, String expected) throws IOException {
        return Files.isRegularFile(file) && expected.equals(Sha256.of(file));
    }

    private static Path checksum(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }
}
