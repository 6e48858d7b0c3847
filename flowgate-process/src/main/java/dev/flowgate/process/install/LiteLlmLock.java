package dev.flowgate.process.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The packages that the real LiteLLM is made of, in the form of a requirements file with hashes (pip documentation,
 * "Secure installs").
 *
 * @param text the file
 * @param sha256 its SHA-256
 * @param packages how many packages it names; a few of them are for some versions of Python alone
 */
record LiteLlmLock(String text, String sha256, int packages) {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^[a-z0-9][a-z0-9._-]*==");
    private static final int ID_DIGITS = 8;

    /** Returns the lock that belongs to this release. */
    static LiteLlmLock bundled() {
        try {
            byte[] content = BundledFiles.bytes("litellm.lock");
            String text = new String(content, StandardCharsets.UTF_8);
            return new LiteLlmLock(text, Sha256.of(content), (int)
                    PACKAGE.matcher(text).results().count());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("FlowGate's own jar cannot be read", unreadable);
        }
    }

    /** Returns the name of the folder that an environment made from it lies in. */
    String id() {
        return LiteLlmReleases.VERSION + "-" + sha256.substring(0, ID_DIGITS);
    }
}
