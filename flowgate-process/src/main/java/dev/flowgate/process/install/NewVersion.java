package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.LoggerFactory;

/** A version that is being made. Closing it removes it, unless it was finished. */
final class NewVersion implements AutoCloseable {
    private final Path folder;
    private final Clock clock;
    private boolean finished;

    NewVersion(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Returns the folder to fill, which stays the same when the version is finished. */
    Path folder() {
        return folder;
    }

    /**
     * Makes it an installation. The program and the folder are forced to disk; what else has to survive a loss of power
     * the caller forces before.
     *
     * @param version such as {@code 7.2.140}
     * @param program the program's file in the folder, relative to it
     * @param sha256 the SHA-256 of what it was made from
     * @param source where that came from
     * @throws IOException if that cannot be written down
     */
    InstalledVersion finish(String version, String program, String sha256, String source) throws IOException {
        InstalledVersion installed = new InstalledVersion(folder, version, program, sha256, source, clock.instant());
        InstallStorage.force(installed.executable());
        InstallStorage.force(folder);
        InstallRecord.write(installed);
        InstallStorage.force(folder);
        finished = true;
        return installed;
    }

    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            InstallStorage.remove(folder);
        } catch (IOException left) {
            // It is no installation, and the next one removes it.
            LoggerFactory.getLogger(NewVersion.class).warn("Cannot remove {}", folder, left);
        }
    }
}
