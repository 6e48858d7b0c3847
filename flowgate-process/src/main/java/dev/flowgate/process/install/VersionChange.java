package dev.flowgate.process.install;

import dev.flowgate.file.FilePermissions;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a program's versions, while it holds their lock: so what is half-made when it begins was left by an installer
 * that has ended. Killed at any moment, it leaves the old version active or the new one, and never neither.
 */
final class VersionChange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionChange.class);

    private final InstalledVersions versions;
    private final Path folder;
    private final ProgramLink link;
    private final ProcessLock lock;
    private final Clock clock;

    VersionChange(InstalledVersions versions, Path folder, ProgramLink link, ProcessLock lock, Clock clock) {
        this.versions = versions;
        this.folder = folder;
        this.link = link;
        this.lock = lock;
        this.clock = clock;
    }

    /**
     * Begins a version in a folder of its own, and removes what others left half-made.
     *
     * @param id what the folder is called; a number is added when a finished version has that name
     * @throws InstallException if the folder cannot be made
     */
    NewVersion begin(String id) {
        clean(false);
        try {
            Path made = folder.resolve(id);
            for (int next = 2; Files.exists(made); next++) {
                made = folder.resolve(id + "." + next);
            }
            FilePermissions.createPrivateFolder(made);
            return new NewVersion(made, clock);
        } catch (IOException failed) {
            throw InstallStorage.failure(folder, 0, failed);
        }
    }

    /**
     * Makes a version the one that is run. The one before is kept for a rollback, also a plain file that somebody else put
     * in place; older ones are removed.
     *
     * @param version a finished version of this program
     * @throws InstallException if the link cannot be swapped; the active version is then still active
     */
    void activate(InstalledVersion version) {
        try {
            Path active = versions.activeFolder();
            if (version.folder().equals(active)) {
                return;
            }
            String before =
                    active == null ? keepStranger() : active.getFileName().toString();
            String previous = versions.previous().map(InstalledVersion::id).orElse(null);
            ActivationHistory.of(version.id(), before, previous).write(folder);
            link.swap(version.executable());
        } catch (IOException failed) {
            throw InstallStorage.failure(folder, 0, failed);
        }
        clean(true);
    }

    /** Removes what a change that was cut off has left beside the active version and the one before. */
    void removeOld() {
        clean(true);
    }

    /**
     * Brings back the version that was active before; the one that is active now becomes the previous one.
     *
     * @return the version that is active now; empty when there is none to go back to
     */
    Optional<InstalledVersion> rollBack() {
        Optional<InstalledVersion> previous = versions.previous();
        previous.ifPresent(this::activate);
        return previous;
    }

    /** Removes what is half-made and, if wanted, what is neither active nor previous, unless a process still runs it. */
    private void clean(boolean finishedToo) {
        try {
            Path active = versions.activeFolder();
            Path previous = versions.previous().map(InstalledVersion::folder).orElse(null);
            RunningPrograms running = RunningPrograms.now();
            for (Path each : versions.folders()) {
                InstalledVersion finished = InstallRecord.read(each);
                boolean wanted = each.equals(active) || each.equals(previous) || (finished != null && !finishedToo);
                if (!wanted && !running.use(each, finished == null ? null : finished.executable())) {
                    InstallStorage.remove(each);
                }
            }
            link.removeTemporaries();
        } catch (IOException left) {
            // What is left takes room and does no harm; the next installation tries again.
            LOG.warn("Cannot remove old versions in {}", folder, left);
        }
    }

    @Override
    public void close() {
        lock.close();
    }

    /** Gives what somebody else has put in the link's place a folder among the versions; returns its name, if any. */
    private @Nullable String keepStranger() throws IOException {
        if (!link.isTaken()) {
            return null;
        }
        String digest = Sha256.of(link.path());
        try (NewVersion kept = begin("found-" + digest.substring(0, 8))) {
            String name = link.path().getFileName().toString();
            link.copyTo(kept.folder().resolve(name));
            return kept.finish(
                            InstalledVersion.UNKNOWN, name, digest, link.path().toString())
                    .id();
        }
    }
}
