package dev.flowgate.process.install;

import dev.flowgate.process.install.InstallProgress.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes an archive the active version: verified, unpacked, tried, written down, and only then put in place. */
final class BinaryPlacement {
    private static final int SHORT_DIGEST = 8;

    private final VersionChange change;
    private final BinaryTrial trial;
    private final UnpackingLimits limits;
    private final InstallProgress.Listener listener;

    BinaryPlacement(
            VersionChange change, BinaryTrial trial, UnpackingLimits limits, InstallProgress.Listener listener) {
        this.change = change;
        this.trial = trial;
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * What was put in place.
     *
     * @param notices what to tell beside
     */
    record Placed(InstalledVersion version, List<String> notices) {}

    /**
     * Installs an archive.
     *
     * @throws InstallException if it is not what it should be; the version that was active still is
     * @throws IOException if the disk fails
     */
    Placed place(LocalArchive archive) throws IOException, InterruptedException {
        String name = archive.file().getFileName().toString();
        report(Phase.VERIFYING, name);
        String sha256 = archive.verified();
        List<String> notices = new ArrayList<>();
        if (archive.expected() == null) {
            notices.add(name + " was not verified: there is no checksum for it. Its SHA-256 is " + sha256 + ".");
        }
        String version = archive.version();
        String id = (version == null ? "file" : version) + "-" + sha256.substring(0, SHORT_DIGEST);
        try (NewVersion made = change.begin(id)) {
            report(Phase.UNPACKING, name);
            String program = Unpacking.unpack(archive.file(), made.folder(), limits);
            report(Phase.VALIDATING, program);
            String banner = trial.version(made.folder().resolve(program));
            addMismatch(notices, name, version, banner);
            InstalledVersion installed = made.finish(banner, program, sha256, archive.source());
            activate(installed);
            return new Placed(installed, notices);
        }
    }

    /** Activates a version that is there already, when it still works. */
    void activate(InstalledVersion version) {
        report(Phase.ACTIVATING, version.version());
        change.activate(version);
    }

    private static void addMismatch(List<String> notices, String name, @Nullable String version, String banner) {
        if (version != null && ReleaseVersion.of(version).compareTo(ReleaseVersion.of(banner)) != 0) {
            notices.add("The program in " + name + " says that it is version " + banner + ", not " + version + ".");
        }
    }

    private void report(Phase phase, String subject) {
        listener.progress(new InstallProgress(phase, subject, 0, OptionalLong.empty()));
    }
}
