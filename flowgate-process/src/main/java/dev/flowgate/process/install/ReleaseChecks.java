package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.util.regex.Pattern;

/** What a release's parts have to look like before they become part of an address and of a file's name. */
final class ReleaseChecks {
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9{][A-Za-z0-9{}_.+-]*");

    private ReleaseChecks() {}

    /**
     * Returns a release as it is, when it can be one.
     *
     * @throws IllegalArgumentException saying which part cannot be right, and what is allowed
     */
    static ReleaseConfig checked(ReleaseConfig release) {
        if (!SafeAddress.allows(release.api())) {
            throw new IllegalArgumentException(
                    "The release API must be an https address, or http to this machine, not: " + release.api());
        }
        require(REPOSITORY, release.repository(), "A repository is OWNER/NAME");
        require(TAG, release.tag(), "A tag has letters, digits and . _ + -");
        String asset = release.asset();
        if (asset != null) {
            require(ASSET, asset, "An asset's name has letters, digits, . _ + - and {version}, {os}, {arch}");
        }
        String sha256 = release.sha256();
        if (sha256 != null) {
            require(DIGEST, sha256, "A SHA-256 has 64 hexadecimal digits in lower case");
        }
        return release;
    }

    private static void require(Pattern pattern, String value, String rule) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(rule + ", not: " + value);
        }
    }
}
