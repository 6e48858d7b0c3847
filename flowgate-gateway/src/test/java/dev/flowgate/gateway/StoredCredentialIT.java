package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoredCredentialIT {
    private static final String PATH = "/v1/chat/completions";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private FakeUpstream upstream;
    private StoredCredential credential;

    @BeforeEach
    void start() {
        upstream = FakeUpstream.answering("{}");
        credential = StoredCredential.in(folder, "vendor").orElseThrow();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void followsTheCredentialWithoutARestart() throws IOException {
        write("first", null);
        try (TestGateway gateway = TestGateway.start(config())) {
            assertThat(keyOf(gateway)).isEqualTo("Bearer first");

            write("second", null);

            await().atMost(SOON).untilAsserted(() -> assertThat(keyOf(gateway)).isEqualTo("Bearer second"));
        }
    }

    @Test
    void aMissingCredentialStopsOnlyWhatNeedsItAndIsTakenAsSoonAsItIsThere() throws IOException {
        try (TestGateway gateway = TestGateway.start(config())) {
            HttpResponse<String> keyless = gateway.post(PATH, TestGateway.chat("gpt"));
            assertThat(keyless.statusCode()).isEqualTo(500);
            assertThat(keyless.body()).contains("flowgate auth login vendor");
            assertThat(gateway.post(PATH, TestGateway.chat("mock")).statusCode())
                    .isEqualTo(200);

            write("late", null);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    gateway.post(PATH, TestGateway.chat("gpt")).statusCode())
                            .isEqualTo(200));
            assertThat(keyOf(gateway)).isEqualTo("Bearer late");
        }
    }

    @Test
    void anExpiredOrRemovedCredentialIsNotSent() throws IOException {
        write("short", Instant.now().plusSeconds(3));
        try (TestGateway gateway = TestGateway.start(config())) {
            assertThat(keyOf(gateway)).isEqualTo("Bearer short");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    gateway.post(PATH, TestGateway.chat("gpt")).body())
                            .contains("has expired"));

            write("fresh", null);
            await().atMost(SOON).untilAsserted(() -> assertThat(keyOf(gateway)).isEqualTo("Bearer fresh"));

            Files.delete(credential.path());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    gateway.post(PATH, TestGateway.chat("gpt")).body())
                            .contains("Nobody is logged in to vendor"));
        }
    }

    @Test
    void aReloadMayBringTheFirstSuchKey() throws IOException {
        try (TestGateway gateway = TestGateway.start(Configs.of(Configs.mock("mock", "m", "hello")))) {
            gateway.gateway().reload(config(), "other");

            write("late", null);

            await().atMost(SOON).untilAsserted(() -> assertThat(keyOf(gateway)).isEqualTo("Bearer late"));
        }
    }

    private LiteLlmConfig config() {
        return Configs.of(
                Configs.entry("gpt", "d1", "openai", upstream.base(), credential, null, null),
                Configs.mock("mock", "m", "hello"));
    }

    /** What the next request carries; null when it does not get as far. */
    private @Nullable String keyOf(TestGateway gateway) {
        int before = upstream.received().size();
        gateway.post(PATH, TestGateway.chat("gpt"));
        return upstream.received().size() == before
                ? null
                : upstream.received().get(before).headers().get("authorization");
    }

    private void write(String token, @Nullable Instant expiresAt) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", token);
        if (expiresAt != null) {
            members.put("expires_at", expiresAt.toString());
        }
        AtomicFile.write(credential.path(), JsonText.compact(members));
    }
}
