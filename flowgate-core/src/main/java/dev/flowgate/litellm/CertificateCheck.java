package dev.flowgate.litellm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the certificates of https upstreams are checked: {@code litellm_settings.ssl_verify}.
 *
 * @param enabled whether they are checked at all
 * @param authorities a PEM file with the certificates of the authorities to trust, in place of every other; null means
 *     that the environment variable {@code SSL_CERT_FILE} names it, or that those of the JVM are trusted
 */
public record CertificateCheck(boolean enabled, @Nullable Path authorities) {
    /** The check of a configuration that says nothing. */
    public static final CertificateCheck USUAL = new CertificateCheck(true, null);

    /** No check. Whoever is in between can read keys and prompts. */
    public static final CertificateCheck NONE = new CertificateCheck(false, null);

    /**
     * Refuses authorities that nothing would be checked against.
     *
     * @throws IllegalArgumentException if the check is disabled and there are authorities
     */
    public CertificateCheck {
        if (!enabled && authorities != null) {
            throw new IllegalArgumentException("A check that is disabled needs no authorities.");
        }
    }

    /**
     * Checks against the authorities of a file alone.
     *
     * @param authorities a PEM file
     * @return the check
     */
    public static CertificateCheck against(Path authorities) {
        return new CertificateCheck(true, authorities);
    }
}
