package dev.flowgate.gateway;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A certificate that signs itself, made for one run of the tests by the JDK's keytool. */
final class TestCertificate {
    private final Path store;
    private final String password;
    private final Path pem;

    private TestCertificate(Path store, String password, Path pem) {
        this.store = store;
        this.password = password;
        this.pem = pem;
    }

    /** Makes one in a folder, for a name such as {@code localhost}. */
    static TestCertificate create(Path folder, String name) {
        Path store = folder.resolve(UUID.randomUUID() + ".p12");
        String password = UUID.randomUUID().toString();
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=dns:" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "STORE_PASSWORD");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + output);
            }
            return new TestCertificate(store, password, pem(store, password));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Path pem(Path store, String password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("test").getEncoded());
        return Files.writeString(
                store.resolveSibling(store.getFileName() + ".pem"),
                "# The test's own authority - nobody else's\n-----BEGIN CERTIFICATE-----\n" + encoded
                        + "\n-----END CERTIFICATE-----\n");
    }

    /** The certificate alone, to be trusted. */
    Path pem() {
        return pem;
    }

    /** The certificate with its key, for a server. */
    PfxOptions identity() {
        return new PfxOptions().setPath(store.toString()).setPassword(password);
    }
}
