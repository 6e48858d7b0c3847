package dev.flowgate.process.install;

import dev.flowgate.file.FilePermissions;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one program: a folder for each in {@code RUNTIME/installed/NAME}, and a relative link in {@code
 * RUNTIME/bin} that leads to the program of the active one. Looking needs no lock; changing goes through {@link #change}.
 */
final class InstalledVersions {
    private final Path folder;
    private final Path bin;
    private final Path link;
    private final Clock clock;

    /**
     * Creates a view; nothing is read or created yet.
     *
     * @param runtimeDirectory the folder of what FlowGate keeps
     * @param name the program's name among what is installed, such as {@code cliproxyapi_plus}
     * @param command the name it is run by in {@code RUNTIME/bin}, such as {@code CLIProxyAPIPlus}
     * @param clock dates installations
     */
    InstalledVersions(Path runtimeDirectory, String name, String command, Clock clock) {
        Path runtime = runtimeDirectory.toAbsolutePath().normalize();
        this.folder = runtime.resolve("installed").resolve(name);
        this.bin = runtime.resolve("bin");
        this.link = bin.resolve(command);
        this.clock = clock;
    }

    /** Returns the path to run the program by, whatever its version; absolute. */
    Path executable() {
        return link;
    }

    /** Returns the version that is run; empty when there is none, or when somebody else put it in place. */
    Optional<InstalledVersion> active() {
        Path target = activeFolder();
        return target == null ? Optional.empty() : Optional.ofNullable(InstallRecord.read(target));
    }

    /** Returns the version that a rollback brings back. */
    Optional<InstalledVersion> previous() {
        Path target = activeFolder();
        return ActivationHistory.read(folder).before(target == null ? "" : name(target)).stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns a finished version by the name of its folder. */
    Optional<InstalledVersion> find(String id) {
        return Optional.ofNullable(InstallRecord.read(folder.resolve(id)));
    }

    /** Returns all finished versions, in no order. */
    List<InstalledVersion> all() throws IOException {
        List<InstalledVersion> versions = new ArrayList<>();
        for (Path each : folders()) {
            find(name(each)).ifPresent(versions::add);
        }
        return versions;
    }

    /**
     * Begins to change them, alone among all processes.
     *
     * @param operation what for, one word for whoever has to wait
     * @param wait how long to wait for somebody else who changes them
     * @throws InstallException if somebody else is at it all that time, or the folder cannot be used
     * @throws InterruptedException if the thread is interrupted
     */
    VersionChange change(String operation, Duration wait) throws InterruptedException {
        Path lock = folder.resolve("install.lock");
        try {
            FilePermissions.createPrivateFolder(folder);
            FilePermissions.createPrivateFolder(bin);
            ProcessLock held = ProcessLock.acquire(lock, operation, clock, wait)
                    .orElseThrow(() -> new InstallException(name(folder) + " is being installed by "
                            + ProcessLock.holder(lock) + ". Wait until that has ended, or end it, then try again."));
            return new VersionChange(this, folder, new ProgramLink(bin, link), held, clock);
        } catch (IOException failed) {
            throw InstallStorage.failure(folder, 0, failed);
        }
    }

    /** Returns the folder that the link leads to; null when it leads to none of them, or is no link. */
    @Nullable Path activeFolder() {
        if (!Files.isSymbolicLink(link)) {
            return null;
        }
        try {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            return target.startsWith(folder) && target.getNameCount() > folder.getNameCount() + 1
                    ? folder.resolve(target.getName(folder.getNameCount()))
                    : null;
        } catch (IOException changed) {
            // It was a link a moment ago; whoever replaced it by something else is not one of us.
            return null;
        }
    }

    List<Path> folders() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
                entries.forEach(found::add);
            }
        }
        return found;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
