package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TlsProblemTest {
    private static @Nullable String described(Throwable innermost) {
        Throwable middle = new CertificateException("PKIX", innermost);
        return TlsProblem.describe(new SSLException("handshake", middle), "h:443");
    }

    @Test
    void tellsWhatIsWrongWithACertificate() {
        assertThat(described(new CertPathValidatorException("validity", new CertificateExpiredException("old"))))
                .startsWith("The certificate of h:443 has expired");
        assertThat(described(new CertPathValidatorException("validity", new CertificateNotYetValidException("new"))))
                .startsWith("The certificate of h:443 is not valid yet");
        assertThat(described(new CertPathBuilderException("unable to find valid certification path")))
                .contains("not signed by an authority that is trusted here", "SSL_CERT_FILE");
        assertThat(described(new CertificateException("No name matching h found")))
                .contains("is for another name");
    }

    @Test
    void tellsThatThereIsNoTls() {
        assertThat(TlsProblem.describe(new SSLException("not an SSL/TLS record"), "h:80"))
                .startsWith("No secure connection could be agreed on with h:80");
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(TlsProblem.describe(new ConnectException("refused"), "h:443"))
                .isNull();
    }

    @Test
    void endsWhereCausesGoInCircles() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);

        assertThat(TlsProblem.describe(one, "h:443")).isNull();
    }
}
