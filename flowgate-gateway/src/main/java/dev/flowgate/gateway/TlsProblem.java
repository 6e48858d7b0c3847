package dev.flowgate.gateway;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells people why a secure connection to an upstream did not come about, and what to do. */
final class TlsProblem {
    private static final int MAX_CAUSES = 20;

    private TlsProblem() {}

    /**
     * Describes a failure to connect.
     *
     * @param upstream the host and the port
     * @return one sentence without its end; null when the failure has nothing to do with TLS
     */
    static @Nullable String describe(Throwable failure, String upstream) {
        Throwable own = find(failure, GatewayException.class::isInstance);
        if (own != null) {
            return own.getMessage();
        }
        if (find(failure, CertificateExpiredException.class::isInstance) != null) {
            return "The certificate of " + upstream + " has expired. Renew it there, or set this machine's clock";
        }
        if (find(failure, CertificateNotYetValidException.class::isInstance) != null) {
            return "The certificate of " + upstream + " is not valid yet. Set this machine's clock";
        }
        boolean unknownAuthority = find(
                        failure,
                        cause -> cause instanceof CertPathBuilderException
                                || cause instanceof CertPathValidatorException)
                != null;
        if (unknownAuthority) {
            return "The certificate of " + upstream
                    + " is not signed by an authority that is trusted here. If a private "
                    + "authority or a company's proxy signs it, set litellm_settings.ssl_verify or the variable "
                    + UpstreamTrust.VARIABLE + " to a PEM file with that authority's certificate";
        }
        if (find(failure, CertificateException.class::isInstance) != null) {
            return "The certificate of " + upstream + " is for another name. Check the host in api_base";
        }
        if (find(failure, SSLException.class::isInstance) != null) {
            return "No secure connection could be agreed on with " + upstream
                    + ". Check that https is right for this host and port of api_base";
        }
        return null;
    }

    /** The first of a failure and its causes that is wanted; null when none is. */
    static @Nullable Throwable find(Throwable failure, Predicate<Throwable> wanted) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (wanted.test(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
