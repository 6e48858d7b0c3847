package dev.flowgate.gateway;

import dev.flowgate.litellm.CertificateCheck;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whom https upstreams are believed to be. Two are equal when the same connections may be used for both: a file that
 * changed between two configurations is another one.
 *
 * @param verified whether certificates are checked
 * @param authorities a PEM file with the authorities to trust; null means those of the JVM
 * @param modified when the file was changed, as the file system tells it; 0 without a file
 */
record UpstreamTrust(boolean verified, @Nullable Path authorities, long modified) {
    /** As OpenSSL has it, and with it LiteLLM: the file replaces the usual authorities. */
    static final String VARIABLE = "SSL_CERT_FILE";

    static UpstreamTrust of(CertificateCheck check, UnaryOperator<@Nullable String> environment) {
        if (!check.enabled()) {
            return new UpstreamTrust(false, null, 0);
        }
        Path configured = check.authorities();
        String named = configured == null ? environment.apply(VARIABLE) : null;
        Path file = named == null || named.isBlank() ? configured : path(named.strip());
        return new UpstreamTrust(true, file, file == null ? 0 : file.toFile().lastModified());
    }

    private static Path path(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException unusable) {
            throw new GatewayException(
                    "The variable " + VARIABLE + " does not hold a path of this system. Set it to a PEM file.",
                    unusable);
        }
    }
}
