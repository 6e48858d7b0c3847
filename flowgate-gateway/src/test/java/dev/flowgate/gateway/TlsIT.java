package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.litellm.CertificateCheck;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the engine believes to be an upstream, and in which HTTP it speaks to it. */
@Timeout(60)
class TlsIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final int BURST = 12;

    @TempDir
    static Path folder;

    private static TestCertificate local;

    @BeforeAll
    static void certify() {
        local = TestCertificate.create(folder, "localhost");
    }

    private static TestGateway gateway(CertificateCheck check, URI base) {
        return gateway(check, base, Map.of());
    }

    private static TestGateway gateway(CertificateCheck check, URI base, Map<String, String> environment) {
        return TestGateway.start(
                config(check, Configs.openAi("gpt", "d1", base)), builder -> builder.environment(environment::get));
    }

    private static LiteLlmConfig config(CertificateCheck check, DeploymentConfig deployment) {
        return new LiteLlmConfig(List.of(deployment), Configs.router(0, Map.of()), null, check);
    }

    /** The message of a 502. */
    private static String refusal(TestGateway gateway) {
        HttpResponse<String> response = gateway.post(CHAT, TestGateway.chat("gpt"));
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("Deployment d1 (provider openai) could not be reached.");
        return response.body();
    }

    @Test
    void speaksHttp2OverTls() {
        try (TlsUpstream upstream = TlsUpstream.start(local, HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
                TestGateway gateway = gateway(CertificateCheck.against(local.pem()), upstream.base())) {
            var response = gateway.post(CHAT, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"ok\":true}");
            TlsUpstream.Received received = upstream.last();
            assertThat(received.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(received.host()).isEqualTo("localhost:" + upstream.base().getPort());
            assertThat(received.body()).isEqualTo(TestGateway.chat("real-d1"));
            assertThat(received.headers())
                    .contains("authorization: Bearer " + Configs.KEY, "x-extra: yes")
                    .noneMatch(header -> header.startsWith("connection")
                            || header.startsWith("transfer-encoding")
                            || header.startsWith("host:"));
        }
    }

    @Test
    void speaksHttp11ToAnUpstreamWithoutHttp2() {
        try (TlsUpstream upstream = TlsUpstream.start(local, HttpVersion.HTTP_1_1);
                TestGateway gateway = gateway(CertificateCheck.against(local.pem()), upstream.base())) {
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
            assertThat(upstream.last().version()).isEqualTo(HttpVersion.HTTP_1_1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void letsNoRequestWaitForTheAnswerOfAnother(HttpVersion version) {
        ExecutorService callers = Executors.newFixedThreadPool(BURST);
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        try (TlsUpstream upstream = TlsUpstream.start(local, version);
                TestGateway gateway = gateway(CertificateCheck.against(local.pem()), upstream.base())) {
            upstream.always(held::add);
            var answers = IntStream.range(0, BURST)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> gateway.post(CHAT, TestGateway.chat("gpt")).statusCode(), callers))
                    .toList();

            await().until(() -> held.size() == BURST);
            held.forEach(TlsUpstream::ok);

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void trustsWhatTheVariableNames() {
        try (TlsUpstream upstream = TlsUpstream.start(local, HttpVersion.HTTP_2);
                TestGateway gateway = gateway(
                        CertificateCheck.USUAL,
                        upstream.base(),
                        Map.of("SSL_CERT_FILE", local.pem().toString()))) {
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysThatAnAuthorityIsNotTrusted() {
        try (TlsUpstream upstream = TlsUpstream.start(local, HttpVersion.HTTP_2);
                TestGateway gateway = gateway(CertificateCheck.USUAL, upstream.base())) {
            assertThat(refusal(gateway))
                    .contains("The certificate of localhost:" + upstream.base().getPort()
                            + " is not signed by an authority that is trusted here")
                    .contains("SSL_CERT_FILE")
                    .doesNotContain("PKIX");
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void saysThatACertificateIsForAnotherName() {
        TestCertificate other = TestCertificate.create(folder, "other.example");
        try (TlsUpstream upstream = TlsUpstream.start(other, HttpVersion.HTTP_2);
                TestGateway gateway = gateway(CertificateCheck.against(other.pem()), upstream.base())) {
            assertThat(refusal(gateway)).contains("is for another name. Check the host in api_base.");
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void saysThatAnUpstreamSpeaksNoTls() {
        try (TestGateway plain = TestGateway.start(Configs.of(Configs.mock("demo", "d2", "hello")));
                TestGateway gateway = gateway(
                        CertificateCheck.USUAL,
                        URI.create("https://localhost:" + plain.gateway().port() + "/v1"))) {
            assertThat(refusal(gateway)).contains("No secure connection could be agreed on with localhost:");
        }
    }

    @Test
    void checksNothingWhenToldSo() {
        TestCertificate other = TestCertificate.create(folder, "other.example");
        try (TlsUpstream upstream = TlsUpstream.start(other, HttpVersion.HTTP_2);
                TestGateway gateway = gateway(CertificateCheck.NONE, upstream.base())) {
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysWhatIsWrongWithAFileOfAuthoritiesAndReadsItAgainAfterAReload() throws IOException {
        Path file = folder.resolve("authorities.pem");
        CertificateCheck check = CertificateCheck.against(file);
        try (TlsUpstream upstream = TlsUpstream.start(local, HttpVersion.HTTP_2);
                TestGateway gateway = gateway(check, upstream.base())) {
            assertThat(refusal(gateway)).contains("The file " + file + " of trusted authorities does not exist.");

            Files.createFile(file);
            reload(gateway, check, upstream);
            assertThat(refusal(gateway)).contains("has no certificate in it").contains("ssl_verify");

            Files.copy(
                    local.pem(),
                    Files.createFile(folder.resolve("right.pem")),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            reload(gateway, CertificateCheck.against(folder.resolve("right.pem")), upstream);
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
        }
    }

    private static void reload(TestGateway gateway, CertificateCheck check, TlsUpstream upstream) {
        gateway.gateway().reload(config(check, Configs.openAi("gpt", "d1", upstream.base())), "test");
    }
}
