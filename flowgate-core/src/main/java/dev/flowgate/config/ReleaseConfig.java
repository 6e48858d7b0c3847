package dev.flowgate.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A release of a program in a repository of GitHub, or of what answers like it.
 *
 * @param api the address of the API, without a slash at its end
 * @param repository owner and name, such as {@code router-for-me/CLIProxyAPI}
 * @param tag the release's tag, such as {@code v7.2.140}, or {@link #LATEST}
 * @param asset the name of the archive, in which {@code {version}}, {@code {os}} and {@code {arch}} stand for those of the
 *     release and of this machine; null for the names that the project gives its archives
 * @param sha256 the archive's digest, 64 hexadecimal digits in lower case; null to take the one that the release states
 */
public record ReleaseConfig(
        URI api,
        String repository,
        String tag,
        @Nullable String asset,
        @Nullable String sha256) {
    /** The tag that stands for the newest release. */
    public static final String LATEST = "latest";

    static final URI GITHUB = URI.create("https://api.github.com");
    static final String CLI_PROXY_API = "router-for-me/CLIProxyAPI";
    /** The newest release that this version of FlowGate was tested with. */
    static final String TESTED = "v7.2.140";

    /**
     * Returns the release of CLIProxyAPI that this version of FlowGate was tested with.
     *
     * @return the release
     */
    public static ReleaseConfig usual() {
        return new ReleaseConfig(GITHUB, CLI_PROXY_API, TESTED, null, null);
    }

    /**
     * Returns another release of the same repository. A digest belongs to one release, so the copy has none.
     *
     * @param newTag the tag, or {@link #LATEST}
     * @return a copy; this one when the tag is the same
     */
    public ReleaseConfig withTag(String newTag) {
        return newTag.equals(tag) ? this : new ReleaseConfig(api, repository, newTag, asset, null);
    }
}
