package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.secret.SecretReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailoverIT {
    private static final String PATH = "/v1/chat/completions";

    private final FakeUpstream first = FakeUpstream.answering("{\"from\":1}");
    private final FakeUpstream second = FakeUpstream.answering("{\"from\":2}");

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void triesAgainAfter503() {
        first.then(call -> call.json(503, "{}"));
        try (TestGateway gateway =
                TestGateway.start(Configs.of(Configs.router(2, Map.of()), Configs.openAi("gpt", "d1", first.base())))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-litellm-attempted-retries"))
                    .hasValue("1");
            assertThat(first.received()).hasSize(2);
        }
    }

    @Test
    void goesToTheOtherDeploymentWithoutWaiting() {
        first.always(call -> call.json(500, "{}"));
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.router(1, Map.of()),
                Configs.openAi("gpt", "d1", first.base()),
                Configs.openAi("gpt", "d2", second.base())))) {
            assertThat(IntStream.range(0, 10).mapToObj(i -> gateway.post(PATH, TestGateway.chat("gpt"))))
                    .allSatisfy(response -> assertThat(response.body()).isEqualTo("{\"from\":2}"));
        }
    }

    @Test
    void coolsADeploymentDownThatAnswers429() {
        first.always(call -> call.json(429, "{}", "retry-after: 60"));
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.router(1, Map.of()),
                Configs.openAi("gpt", "d1", first.base()),
                Configs.openAi("gpt", "d2", second.base())))) {
            await().until(() -> {
                gateway.post(PATH, TestGateway.chat("gpt"));
                return !first.received().isEmpty();
            });
            for (int i = 0; i < 20; i++) {
                gateway.post(PATH, TestGateway.chat("gpt"));
            }

            assertThat(first.received()).hasSize(1);
            assertThat(gateway.get("/health").body()).contains("\"healthy\":1,\"cooling\":1,\"unusable\":0");
            await().untilAsserted(() -> assertThat(gateway.events())
                    .anySatisfy(
                            event -> assertThat(event.detail()).contains("d1").contains("60.0 s")));
        }
    }

    @Test
    void answers429WithRetryAfterWhenEveryDeploymentIsCooling() {
        first.always(call -> call.json(401, "{}"));
        try (TestGateway gateway = TestGateway.start(Configs.of(Configs.openAi("gpt", "d1", first.base())))) {
            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode()).isEqualTo(401);

            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("retry-after"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Long.parseLong(seconds)).isBetween(1L, 5L));
            assertThat(first.received()).hasSize(1);
        }
    }

    @Test
    void fallsBackToAnotherGroup() {
        first.always(call -> call.json(400, "{}"));
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.router(2, Map.of("gpt", List.of("spare"))),
                Configs.openAi("gpt", "d1", first.base()),
                Configs.openAi("spare", "d2", second.base())))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.body()).isEqualTo("{\"from\":2}");
            assertThat(response.headers().firstValue("x-litellm-model-group")).hasValue("spare");
            assertThat(response.headers().firstValue("x-litellm-attempted-fallbacks"))
                    .hasValue("1");
            assertThat(first.received()).hasSize(1);
            await().untilAsserted(() -> assertThat(gateway.events())
                    .anySatisfy(event -> assertThat(event.event()).isEqualTo("fallback")));
        }
    }

    @Test
    void fallsBackToAModelThatSpeaksTheProtocol() {
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.router(0, Map.of("claude", List.of("other", "gpt"))),
                Configs.anthropic("claude", "d1", first.root()),
                Configs.anthropic("other", "d2", first.root()),
                Configs.openAi("gpt", "d3", second.base())))) {
            var response = gateway.post(PATH, TestGateway.chat("claude"));

            assertThat(response.body()).isEqualTo("{\"from\":2}");
            assertThat(response.headers().firstValue("x-litellm-attempted-fallbacks"))
                    .hasValue("1");
            assertThat(gateway.post(PATH, TestGateway.chat("claude", "\"disable_fallbacks\":true"))
                            .body())
                    .contains("The pair openai -> anthropic is not supported");
            assertThat(first.received()).isEmpty();
        }
    }

    @Test
    void passesTheLastErrorOnAsTheUpstreamGaveIt() {
        first.always(call -> call.json(
                429,
                "{\"error\":{\"message\":\"slow down\"}}",
                "retry-after: 7",
                "retry-after-ms: 7000",
                "x-should-retry: true"));
        try (TestGateway gateway =
                TestGateway.start(Configs.of(Configs.router(0, Map.of()), Configs.openAi("gpt", "d1", first.base())))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"slow down\"}}");
            assertThat(response.headers().firstValue("retry-after")).hasValue("7");
            assertThat(response.headers().firstValue("retry-after-ms")).hasValue("7000");
            assertThat(response.headers().firstValue("x-should-retry")).hasValue("true");
        }
    }

    @Test
    void takesAHugeErrorForOneFailure() {
        byte[] error = new byte[4 * 1024 * 1024];
        first.always(call -> {
            call.head(500, "content-type: text/plain", "content-length: " + error.length);
            call.raw(error);
        });
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.router(0, Map.of("gpt", List.of("spare"))),
                Configs.openAi("gpt", "d1", first.base()),
                Configs.openAi("spare", "d2", second.base())))) {
            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).body()).isEqualTo("{\"from\":2}");
            assertThat(second.received()).hasSize(1);
            await().untilAsserted(() -> assertThat(gateway.events()).hasSize(1));
        }
    }

    @Test
    void passesNoRedirectOn() {
        first.always(call -> call.json(302, "{}", "location: http://elsewhere.example/"));
        try (TestGateway gateway =
                TestGateway.start(Configs.of(Configs.router(0, Map.of()), Configs.openAi("gpt", "d1", first.base())))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.headers().firstValue("location")).isEmpty();
            assertThat(response.body()).contains("Deployment d1 (provider openai) answered 302.");
        }
    }

    @Test
    void answers502WhenNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI nowhere = URI.create("http://user:secret@127.0.0.1:" + free + "/v1");
        try (TestGateway gateway =
                TestGateway.start(Configs.of(Configs.router(0, Map.of()), Configs.openAi("gpt", "d1", nowhere)))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body())
                    .contains("Deployment d1 (provider openai) could not be reached. Nothing listens at 127.0.0.1:");
            assertThat(response.body()).doesNotContain("secret").doesNotContain(Configs.KEY);
        }
    }

    @Test
    void namesTheHostThatIsUnknown() {
        var deployment = Configs.openAi("gpt", "d1", URI.create("http://no-such-host.invalid/v1"));
        try (TestGateway gateway = TestGateway.start(Configs.of(Configs.router(0, Map.of()), deployment))) {
            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).body())
                    .contains("could not be reached. The host of no-such-host.invalid:80 is unknown here.");
        }
    }

    @Test
    void sendsAgainWhatAStaleConnectionLost() {
        first.always(call -> {
            if (call.number() > 1) {
                call.reset();
            } else {
                call.json(200, "{\"from\":1}");
            }
        });
        try (TestGateway gateway = alone()) {
            gateway.post(PATH, TestGateway.chat("gpt"));
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.body()).isEqualTo("{\"from\":1}");
            assertThat(response.headers().firstValue("x-litellm-attempted-retries"))
                    .hasValue("0");
            assertThat(first.received()).hasSize(3);
            assertThat(first.last().line()).isEqualTo(first.received().get(0).line());
            assertThat(first.last().text()).isEqualTo(first.received().get(0).text());
            assertThat(first.last().headers())
                    .containsAllEntriesOf(first.received().get(0).headers());
        }
    }

    @Test
    void sendsItOnlyOnceMore() {
        first.then(call -> call.json(200, "{}"));
        first.always(FakeUpstream.Call::reset);
        try (TestGateway gateway = alone()) {
            gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode()).isEqualTo(502);
            assertThat(first.received()).hasSize(3);
        }
    }

    @Test
    void takesAConnectionThatBreaksLateForAFailure() {
        first.then(call -> call.json(200, "{}"), call -> {
            call.think(Duration.ofMillis(1200));
            call.reset();
        });
        try (TestGateway gateway = alone()) {
            gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode()).isEqualTo(502);
            assertThat(first.received()).hasSize(2);
        }
    }

    /** One event loop, so that the second request finds the connection of the first. */
    private TestGateway alone() {
        return TestGateway.start(
                Configs.of(Configs.router(0, Map.of()), Configs.openAi("gpt", "d1", first.base())),
                builder -> builder.eventLoopThreads(1));
    }

    @Test
    void answers504WhenTheUpstreamIsSilent() {
        first.always(FakeUpstream.Call::awaitPeerLeaving);
        var slow = Configs.entry(
                "gpt", "d1", "openai", first.base(), SecretReference.parse("k"), Duration.ofMillis(200), null);
        try (TestGateway gateway = TestGateway.start(Configs.of(Configs.router(0, Map.of()), slow))) {
            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode()).isEqualTo(504);
            await().atMost(Duration.ofSeconds(1)).until(() -> first.left() == 1);
        }
    }

    @Test
    void obeysTheTimeoutOfTheRequest() {
        first.always(FakeUpstream.Call::awaitPeerLeaving);
        try (TestGateway gateway = TestGateway.start(Configs.of(Configs.openAi("gpt", "d1", first.base())))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt", "\"num_retries\":0"), "x-litellm-timeout", "0.2");

            assertThat(response.statusCode()).isEqualTo(504);
        }
    }

    @Test
    void namesTheVariableThatIsMissing() {
        var keyless = Configs.entry(
                "gpt", "d1", "openai", first.base(), SecretReference.parse("os.environ/MISSING_KEY"), null, null);
        try (TestGateway gateway =
                TestGateway.start(Configs.of(keyless), builder -> builder.environment(name -> null))) {
            var response = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("MISSING_KEY");
            assertThat(first.received()).isEmpty();
        }
    }
}
