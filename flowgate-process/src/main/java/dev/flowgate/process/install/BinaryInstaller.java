package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.process.install.Installation.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Installs CLIProxyAPI under a runtime folder, and keeps the version before it. A new version is fetched, compared with its
 * checksum, unpacked beside the old one, and tried, before {@code bin/CLIProxyAPIPlus} is made to lead to it at one stroke;
 * a process that runs the old one goes on. Whatever goes wrong, and at whatever moment this process is killed, what was
 * there before still is, or the new version is there whole. Nothing is said to the release server but what is asked for.
 *
 * <p>Methods that change something wait for other processes that do so. Safe for use by several threads.
 */
public final class BinaryInstaller {
    /** The program's name among what FlowGate installs. */
    public static final String NAME = "cliproxyapi_plus";

    /** The name it is run by in {@code bin}, which existing configurations use. */
    public static final String COMMAND = "CLIProxyAPIPlus";

    private final BinaryInstallerBuilder settings;
    private final InstalledVersions versions;
    private final ArchiveStore archives;
    private final BinaryTrial trial;

    BinaryInstaller(BinaryInstallerBuilder settings) {
        this.settings = settings;
        this.versions = new InstalledVersions(settings.runtimeDirectory, NAME, COMMAND, settings.clock);
        this.archives = new ArchiveStore(
                settings.runtimeDirectory.toAbsolutePath().normalize().resolve("downloads"), settings.listener);
        this.trial = new BinaryTrial(settings.platform, settings.trialLimit);
    }

    /**
     * Starts to describe an installer.
     *
     * @param runtimeDirectory the folder of what FlowGate keeps; created when it is missing
     * @return a builder
     */
    public static BinaryInstallerBuilder builder(Path runtimeDirectory) {
        return new BinaryInstallerBuilder(runtimeDirectory);
    }

    /**
     * Installs the release that the source names, unless it is in place and works. A tag that is in place already is not
     * asked for again.
     *
     * @return what is in place now
     * @throws InstallException if that fails; what was in place before still is
     * @throws InterruptedException if the thread is interrupted; what was in place before still is
     */
    public Installation install() throws InterruptedException {
        return changing("install", change -> {
            Optional<InstalledVersion> there = working(versions.active());
            if (there.filter(this::isTheTag).isPresent()) {
                return unchanged(change, there.get());
            }
            WantedRelease wanted = wanted();
            return settings.offline ? place(change, wanted.findOffline()) : install(change, wanted, wanted.find());
        });
    }

    /**
     * Installs from a file.
     *
     * @param file an archive of a release ({@code .tar.gz}, {@code .zip}), or the program itself. It is compared with the
     *     source's SHA-256, else with {@code FILE.sha256} or {@code checksums.txt} beside it; without any of them it is
     *     taken as it is, and the result's notices say so.
     * @return what is in place now
     * @throws InstallException if that fails; what was in place before still is
     * @throws InterruptedException if the thread is interrupted; what was in place before still is
     */
    public Installation install(Path file) throws InterruptedException {
        LocalArchive archive = LocalArchive.of(file, settings.source.sha256());
        return changing("install", change -> place(change, archive));
    }

    /**
     * Installs the release that the source names if it is newer than what is in place, or if nothing that works is. Versions
     * are compared number by number.
     *
     * @return what is in place now, and what there is
     * @throws InstallException if that fails, also because there is to be no network; what was in place before still is
     * @throws InterruptedException if the thread is interrupted; what was in place before still is
     */
    public BinaryUpdate update() throws InterruptedException {
        requireNetwork();
        return changing("update", change -> {
            WantedRelease wanted = wanted();
            ReleaseLookup.Found found = wanted.find();
            Optional<InstalledVersion> there = working(versions.active());
            boolean newer = there.map(version ->
                            ReleaseVersion.of(found.version()).compareTo(ReleaseVersion.of(version.version())) > 0)
                    .orElse(true);
            return new BinaryUpdate(
                    newer ? install(change, wanted, found) : unchanged(change, there.get()), found.version());
        });
    }

    /**
     * Asks which version the source has. Nothing is installed.
     *
     * @return such as {@code 7.2.140}
     * @throws InstallException if there is no such release, or the server cannot be asked, also because there is to be no
     *     network
     * @throws InterruptedException if the thread is interrupted
     */
    public String available() throws InterruptedException {
        requireNetwork();
        return wanted().find().version();
    }

    /**
     * Puts the version that was active before in place again. The one that is now becomes the previous one, so that a second
     * call takes the first back.
     *
     * @return what is in place now
     * @throws InstallException if there is no such version, or it does not work any more; nothing has changed then
     * @throws InterruptedException if the thread is interrupted; nothing has changed then
     */
    public Installation rollBack() throws InterruptedException {
        return changing("rollback", change -> {
            InstalledVersion previous = versions.previous()
                    .orElseThrow(() -> new InstallException("There is no version of " + NAME + " to go back to"
                            + versions.active()
                                    .map(active -> ": " + active.version() + " is the only one.")
                                    .orElse(".")));
            // What somebody else put there may be a script of theirs, which is none of what is tried here.
            if (!previous.version().equals(InstalledVersion.UNKNOWN)) {
                trial.version(previous.executable());
            }
            placement(change).activate(previous);
            return new Installation(previous.version(), versions.executable(), Change.ROLLED_BACK);
        });
    }

    /**
     * Tells which version is in place. Nothing is run.
     *
     * @return the active version; empty when there is none, or when somebody else put the program there
     */
    public Optional<InstalledVersion> installed() {
        return versions.active();
    }

    /**
     * Tells which version {@link #rollBack} would bring back.
     *
     * @return the version before the active one; empty when there is none
     */
    public Optional<InstalledVersion> previous() {
        return versions.previous();
    }

    private void requireNetwork() {
        if (settings.offline) {
            throw new InstallException("Without a network nobody can tell whether there is a newer release."
                    + " Leave out --offline, or install an archive with --from FILE.");
        }
    }

    /** What is done while nobody else does such things. */
    @FunctionalInterface
    private interface Work<T> {
        T run(VersionChange change) throws IOException, InterruptedException;
    }

    private <T> T changing(String operation, Work<T> work) throws InterruptedException {
        try (VersionChange change = versions.change(operation, settings.lockWait)) {
            return work.run(change);
        } catch (IOException failed) {
            throw InstallStorage.failure(settings.runtimeDirectory, 0, failed);
        }
    }

    private Installation install(VersionChange change, WantedRelease wanted, ReleaseLookup.Found found)
            throws IOException, InterruptedException {
        String digest = wanted.digest(found);
        if (digest != null) {
            Optional<InstalledVersion> there = working(versions.active()).filter(is(digest));
            if (there.isPresent()) {
                return unchanged(change, there.get());
            }
            Optional<InstalledVersion> other =
                    working(versions.all().stream().filter(is(digest)).findFirst());
            if (other.isPresent()) {
                Change kind = kind();
                placement(change).activate(other.get());
                return new Installation(other.get().version(), versions.executable(), kind);
            }
        }
        return place(change, wanted.fetch(found, digest));
    }

    private Installation place(VersionChange change, LocalArchive archive) throws IOException, InterruptedException {
        Change kind = kind();
        BinaryPlacement.Placed placed = placement(change).place(archive);
        return new Installation(placed.version().version(), versions.executable(), kind, placed.notices());
    }

    private Change kind() {
        return Files.exists(versions.executable()) ? Change.REPLACED : Change.INSTALLED;
    }

    private Installation unchanged(VersionChange change, InstalledVersion version) {
        change.removeOld();
        return new Installation(version.version(), versions.executable(), Change.UNCHANGED);
    }

    private Optional<InstalledVersion> working(Optional<InstalledVersion> version)
            throws IOException, InterruptedException {
        if (version.isEmpty()) {
            return version;
        }
        try {
            trial.version(version.get().executable());
            return version;
        } catch (InstallException broken) {
            // Installing it again is the repair, and the trial of the new copy tells when that does not help.
            return Optional.empty();
        }
    }

    /** Tells whether a version is the one that a fixed tag stands for, as far as that can be told without asking. */
    private boolean isTheTag(InstalledVersion version) {
        ReleaseConfig source = settings.source;
        boolean sameArchive = source.sha256() == null || source.sha256().equals(version.sha256());
        boolean sameRepository =
                !version.source().contains("://") || version.source().contains("/" + source.repository() + "/");
        return !ReleaseConfig.LATEST.equals(source.tag())
                && sameArchive
                && sameRepository
                && ReleaseVersion.of(source.tag()).compareTo(ReleaseVersion.of(version.version())) == 0;
    }

    private static Predicate<InstalledVersion> is(String digest) {
        return version -> version.sha256().equals(digest);
    }

    private BinaryPlacement placement(VersionChange change) {
        return new BinaryPlacement(change, trial, settings.unpackingLimits, settings.listener);
    }

    private WantedRelease wanted() {
        return new WantedRelease(settings, archives);
    }
}
