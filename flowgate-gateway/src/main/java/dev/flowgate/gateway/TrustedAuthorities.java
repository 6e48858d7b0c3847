package dev.flowgate.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that certificates are checked against. Vert.x asks for them on a worker thread, when the first
 * connection is made: reading the JVM's own takes too long for an event loop.
 *
 * @param trust says which they are
 */
record TrustedAuthorities(UpstreamTrust trust) implements TrustOptions {
    @Override
    public TrustOptions copy() {
        return this;
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        Path file = trust.authorities();
        factory.init(file == null ? null : keyStore(file));
        return factory;
    }

    @Override
    public @Nullable Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) {
        return null;
    }

    private static KeyStore keyStore(Path file) throws GeneralSecurityException {
        Collection<? extends Certificate> certificates = read(file);
        if (certificates.isEmpty()) {
            throw unusable(file, "has no certificate in it", null);
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry(Integer.toString(number++), certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> read(Path file) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return factory.generateCertificates(in);
        } catch (IOException failure) {
            throw unusable(file, Files.exists(file) ? "cannot be read" : "does not exist", failure);
        } catch (CertificateException failure) {
            throw unusable(file, "is no PEM file with certificates", failure);
        }
    }

    private static GatewayException unusable(Path file, String what, @Nullable Exception cause) {
        return new GatewayException(
                "The file " + file + " of trusted authorities " + what
                        + ". Set litellm_settings.ssl_verify or the variable " + UpstreamTrust.VARIABLE
                        + " to a PEM file with their certificates",
                cause);
    }
}
