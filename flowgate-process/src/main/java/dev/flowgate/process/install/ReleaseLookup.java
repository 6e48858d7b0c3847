package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the archive of a release that is right for a machine, and what its SHA-256 should be. */
final class ReleaseLookup {
    private static final String CHECKSUMS = "checksums.txt";

    private final ReleaseApi api;
    private final ReleaseConfig source;
    private final Platform platform;

    ReleaseLookup(ReleaseApi api, ReleaseConfig source, Platform platform) {
        this.api = api;
        this.source = source;
        this.platform = platform;
    }

    /**
     * What was found.
     *
     * @param version the release's version, without the {@code v} of its tag
     * @param asset the archive
     */
    record Found(String version, Release release, Release.Asset asset) {}

    /**
     * Asks the API.
     *
     * @throws InstallException if there is no such release, or it has no archive for this machine
     */
    Found find() throws InterruptedException {
        Release release = api.release();
        String version = ReleaseVersion.bare(release.tag());
        List<String> candidates = AssetNames.candidates(source, version, platform);
        List<String> there = release.assets().stream().map(Release.Asset::name).toList();
        return AssetNames.choose(candidates, there)
                .flatMap(release::asset)
                .map(asset -> new Found(version, release, asset))
                .orElseThrow(() -> noAsset(release, candidates, there));
    }

    /**
     * Returns what the archive's SHA-256 should be: the pinned one, else the API's, else that of the release's
     * {@code checksums.txt}.
     *
     * @return the digest; null when nobody tells one
     * @throws InstallException if the list of checksums lacks the archive
     */
    @Nullable String digest(Found found) throws InterruptedException {
        if (source.sha256() != null) {
            return source.sha256();
        }
        if (found.asset().sha256() != null) {
            return found.asset().sha256();
        }
        Optional<Release.Asset> list = found.release().asset(CHECKSUMS);
        if (list.isEmpty()) {
            return null;
        }
        return ChecksumFile.digest(api.file(list.get().address()), found.asset().name())
                .orElseThrow(() -> new InstallException(
                        "The " + CHECKSUMS + " of " + found.release().tag() + " does not list "
                                + found.asset().name() + ": the release is not ready yet. Try again in some minutes."));
    }

    private InstallException noAsset(Release release, List<String> candidates, List<String> there) {
        return new InstallException("The release " + release.tag() + " of " + source.repository()
                + " has no archive for this machine (" + platform + "): looked for " + String.join(", ", candidates)
                + "; there are "
                + (there.isEmpty()
                        ? "no files at all"
                        : there.stream().filter(name -> !name.equals(CHECKSUMS)).collect(Collectors.joining(", ")))
                + ". Set bootstrap.cliproxyapi_plus.asset to the right one.");
    }
}
