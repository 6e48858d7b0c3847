package dev.flowgate.process.install;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which release of CLIProxyAPI is wanted, and where from.
 *
 * @param api the base address of a release API such as GitHub's; {@code https}, or {@code http} to this machine
 * @param repository the owner and the name, such as {@code router-for-me/CLIProxyAPI}
 * @param tag the release's tag, such as {@code v7.2.140}, or {@link #LATEST}
 * @param asset the archive's name, in which {@code {version}}, {@code {os}} and {@code {arch}} are replaced; null for the
 *     names that the project's releases have
 * @param sha256 the archive's SHA-256, 64 hex digits, which then counts alone; null to take the release's own word
 */
public record ReleaseSource(
        URI api,
        String repository,
        String tag,
        @Nullable String asset,
        @Nullable String sha256) {
    /** The tag that stands for the newest release. */
    public static final String LATEST = "latest";

    /** The API of github.com. */
    public static final URI GITHUB = URI.create("https://api.github.com");

    /** The repository that releases come from when nothing else is said. */
    public static final String DEFAULT_REPOSITORY = "router-for-me/CLIProxyAPI";

    /** The release that is taken when nothing else is said: one that FlowGate was tried with. */
    public static final String DEFAULT_TAG = "v7.2.140";

    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9{}_.+-]+");

    /**
     * Checks the parts.
     *
     * @param api the API
     * @param repository the repository
     * @param tag the tag
     * @param asset the archive's name
     * @param sha256 the digest
     * @throws IllegalArgumentException if one of them cannot be right; the message says what is allowed
     */
    public ReleaseSource {
        if (!SafeAddress.allows(api)) {
            throw new IllegalArgumentException(
                    "The release API must be an https address, or http to this machine: " + api);
        }
        require(REPOSITORY, repository, "A repository is OWNER/NAME");
        require(TAG, tag, "A tag has letters, digits and . _ + -");
        if (asset != null) {
            require(ASSET, asset, "An asset's name has letters, digits, . _ + - and {version}, {os}, {arch}");
        }
        if (sha256 != null) {
            require(DIGEST, sha256, "A SHA-256 has 64 hex digits");
            sha256 = sha256.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns the source that is used when nothing else is said.
     *
     * @return {@link #DEFAULT_TAG} of {@link #DEFAULT_REPOSITORY} on github.com
     */
    public static ReleaseSource standard() {
        return new ReleaseSource(GITHUB, DEFAULT_REPOSITORY, DEFAULT_TAG, null, null);
    }

    /**
     * Returns the same source with another tag. A digest belongs to one archive, so it is dropped when the tag changes.
     *
     * @param other the tag, or {@link #LATEST}
     * @return the source
     * @throws IllegalArgumentException if it is no tag
     */
    public ReleaseSource withTag(String other) {
        return new ReleaseSource(api, repository, other, asset, other.equals(tag) ? sha256 : null);
    }

    boolean isLatest() {
        return tag.equals(LATEST);
    }

    /** Returns the repository's name without its owner, with which the names of its assets begin. */
    String project() {
        return repository.substring(repository.indexOf('/') + 1);
    }

    private static void require(Pattern pattern, String value, String rule) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(rule + ", not: " + value);
        }
    }
}
