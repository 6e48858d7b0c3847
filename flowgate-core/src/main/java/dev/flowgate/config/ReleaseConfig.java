package dev.flowgate.config;

import java.net.URI;
import java.util.regex.Pattern;
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

    static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9_.][\\w.-]*");
    static final Pattern TAG = Pattern.compile("[A-Za-z0-9][\\w.+-]{0,99}");
    static final Pattern ASSET = Pattern.compile("(?:[\\w.+-]|\\{(?:version|os|arch)})+");
    static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    static final URI GITHUB = URI.create("https://api.github.com");
    static final String CLI_PROXY_API = "router-for-me/CLIProxyAPI";
    /** The newest release that this version of FlowGate was tested with. */
    static final String TESTED = "v7.2.140";

    /**
     * Checks the parts, which become parts of an address and of a file's name.
     *
     * @throws IllegalArgumentException if one of them cannot be right; the message says which, and what is allowed
     */
    public ReleaseConfig {
        require(REPOSITORY, repository, "A repository is OWNER/NAME");
        require(TAG, tag, "A tag has letters, digits and . _ + -");
        if (asset != null) {
            require(ASSET, asset, "An asset's name has letters, digits, . _ + - and {version}, {os}, {arch}");
        }
        if (sha256 != null) {
            require(SHA256, sha256, "A SHA-256 has 64 hexadecimal digits in lower case");
        }
    }

    private static void require(Pattern pattern, String value, String rule) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(rule + ", not: " + value);
        }
    }

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
     * @throws IllegalArgumentException if it is no tag
     */
    public ReleaseConfig withTag(String newTag) {
        return newTag.equals(tag) ? this : new ReleaseConfig(api, repository, newTag, asset, null);
    }

    /**
     * Returns the newest release of another repository.
     *
     * @param newRepository owner and name
     * @return a copy; this one when the repository is the same
     * @throws IllegalArgumentException if it is no repository
     */
    public ReleaseConfig withRepository(String newRepository) {
        return newRepository.equals(repository) ? this : new ReleaseConfig(api, newRepository, LATEST, asset, null);
    }
}
