package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The release that is wanted, for one installation: looked up, checked for a checksum, and fetched, or found here. */
final class WantedRelease {
    private final ReleaseConfig source;
    private final Platform platform;
    private final boolean allowUnverified;
    private final ArchiveStore archives;
    private final InstallProgress.Listener listener;
    private final Clock clock;
    private final ReleaseHttp http;
    private final ReleaseLookup lookup;

    WantedRelease(BinaryInstallerBuilder settings, ArchiveStore archives) {
        this.source = settings.source;
        this.platform = settings.platform;
        this.allowUnverified = settings.allowUnverified;
        this.archives = archives;
        this.listener = settings.listener;
        this.clock = settings.clock;
        this.http = new ReleaseHttp(source.api(), settings.token, settings.httpLimits);
        this.lookup = new ReleaseLookup(new ReleaseApi(http, source, clock), source, platform);
    }

    /** Asks the release API for it. */
    ReleaseLookup.Found find() throws InterruptedException {
        listener.progress(
                new InstallProgress(InstallProgress.Phase.RESOLVING, source.repository(), 0, OptionalLong.empty()));
        return lookup.find();
    }

    /**
     * Returns what the archive's SHA-256 has to be.
     *
     * @return the digest; null when nobody tells one and that is allowed
     * @throws InstallException when it is not allowed
     */
    @Nullable String digest(ReleaseLookup.Found found) throws InterruptedException {
        String digest = lookup.digest(found);
        requireChecksum(digest, found.asset().name());
        return digest;
    }

    /** Fetches the archive, unless it is here. */
    LocalArchive fetch(ReleaseLookup.Found found, @Nullable String digest) throws InterruptedException {
        return archives.get(found, digest, http, new ReleaseRefusal(source, clock));
    }

    /**
     * Returns the archive without asking anybody.
     *
     * @throws InstallException if it is not here
     */
    LocalArchive findOffline() {
        if (ReleaseConfig.LATEST.equals(source.tag())) {
            throw new InstallException("Without a network nobody can tell which release is the latest."
                    + " Name a tag, or install an archive with --from FILE.");
        }
        String version = ReleaseVersion.bare(source.tag());
        List<String> names = AssetNames.candidates(source, version, platform);
        Optional<LocalArchive> archive = archives.find(names, version, source.sha256());
        if (archive.isEmpty()) {
            throw new InstallException(source.tag() + " is not installed, and " + archives.folder() + " has none of "
                    + String.join(", ", names) + ". Put one there, with its checksums.txt, or install it"
                    + " with --from FILE, or leave out --offline.");
        }
        requireChecksum(archive.get().expected(), archive.get().file().toString());
        return archive.get();
    }

    private void requireChecksum(@Nullable String digest, String name) {
        if (digest == null && !allowUnverified) {
            throw new InstallException(
                    "There is no checksum for " + name + ": neither a digest nor a checksums.txt tells"
                            + " it. Set bootstrap.cliproxyapi_plus.sha256, or accept the risk with --allow-unverified.");
        }
    }
}
