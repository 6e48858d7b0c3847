package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.litellm.RouterSettings.Alias;
import dev.flowgate.secret.SecretReference;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SurfaceIT {
    private static final String CHAT = "/v1/chat/completions";

    private final FakeUpstream upstream = FakeUpstream.answering("{\"ok\":true}");
    private final TestGateway gateway = TestGateway.start(config(null));

    private LiteLlmConfig config(@Nullable String masterKey) {
        Map<String, Alias> aliases = new LinkedHashMap<>();
        aliases.put("nick", new Alias("gpt", false));
        aliases.put("hidden", new Alias("gpt", true));
        return new LiteLlmConfig(
                List.of(
                        Configs.openAi("gpt", "d1", upstream.base()),
                        Configs.openAi("gpt", "d2", upstream.base()),
                        Configs.mock("demo", "d3", "hello")),
                Configs.router(0, Map.of(), aliases),
                masterKey == null ? null : SecretReference.parse(masterKey));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void listsModelsInBothShapes() {
        assertThat(gateway.get("/v1/models").body())
                .isEqualTo("{\"data\":[" + model("nick") + "," + model("gpt") + "," + model("demo")
                        + "],\"object\":\"list\"}");
        assertThat(gateway.get("/v1/models?limit=1000", "anthropic-version", "2023-06-01")
                        .body())
                .startsWith("{\"data\":[{\"type\":\"model\",\"id\":\"nick\"")
                .endsWith("\"has_more\":false,\"first_id\":\"nick\",\"last_id\":\"demo\"}");
    }

    private static String model(String id) {
        return "{\"id\":\"" + id + "\",\"object\":\"model\",\"created\":1677610602,\"owned_by\":\"openai\"}";
    }

    @Test
    void showsOneModel() {
        assertThat(gateway.get("/v1/models/gpt").body()).isEqualTo(model("gpt"));
        assertThat(gateway.get("/models/no%2Fsuch").statusCode()).isEqualTo(404);
    }

    @Test
    void answersProbes() {
        assertThat(gateway.get("/health/liveliness").body()).isEqualTo("\"I'm alive!\"");
        assertThat(gateway.get("/readyz").body())
                .contains("\"status\":\"healthy\",\"profile\":\"test\",\"generation\":1");
        assertThat(gateway.get("/health").body()).contains("{\"model_name\":\"gpt\",\"healthy\":2,\"cooling\":0");
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void namesThePathsThatThereAre() {
        var response = gateway.post("/v1/nothing", "{}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .contains("/v1/chat/completions", "/v1/messages/count_tokens", "/v1/model/info", "\"code\":\"404\"");
    }

    @Test
    void namesTheMethodThatIsAllowed() {
        var response = gateway.get(CHAT);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
        assertThat(gateway.post("/v1/models", "{}").headers().firstValue("allow"))
                .hasValue("GET, HEAD, OPTIONS");
    }

    @Test
    void refusesAnUnknownModelInTheCallersProtocol() {
        var openAi = gateway.post(CHAT, TestGateway.chat("nope"));
        assertThat(openAi.statusCode()).isEqualTo(404);
        assertThat(openAi.body())
                .isEqualTo("{\"error\":{\"message\":\"There is no model nope. Known models: nick, gpt, demo.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"404\"}}");

        var anthropic = gateway.post("/v1/messages", TestGateway.chat("nope"), "x-litellm-call-id", "c1");
        assertThat(anthropic.statusCode()).isEqualTo(404);
        assertThat(anthropic.body())
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":"
                        + "\"There is no model nope. Known models: nick, gpt, demo.\"},\"request_id\":\"c1\"}");
    }

    @Test
    void refusesBadBodies() {
        assertThat(gateway.post(CHAT, "{\"model\": \"gpt\",").body()).contains("not valid JSON at line 1, column");
        assertThat(gateway.post(CHAT, "{}").body()).contains("\"param\":\"model\"");
        assertThat(gateway.post(CHAT, "{\"model\":\"gpt\",\"model\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(gateway.post("/v1/messages", "[]").body()).contains("invalid_request_error");
        assertThat(gateway.post(CHAT, TestGateway.chat("gpt"), "x-litellm-timeout", "soon")
                        .statusCode())
                .isEqualTo(400);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void refusesBodiesThatAreTooLarge() {
        try (TestGateway small = TestGateway.start(
                config(null), builder -> builder.limits(GatewayLimits.DEFAULTS.withMaxBodyBytes(1000)))) {
            String large = TestGateway.chat("gpt", "\"t\":\"" + "x".repeat(2000) + "\"");

            RawAnswer declared = small.raw(
                    "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 99999999999\r\n\r\n");
            assertThat(declared.text()).startsWith("HTTP/1.1 413").contains("request_too_large");

            RawAnswer chunked =
                    small.raw("POST " + CHAT + " HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n"
                            + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
            assertThat(chunked.text()).startsWith("HTTP/1.1 413").contains("larger than 1000 bytes");
        }
    }

    @Test
    void refusesBodiesThatTheHeapHasNoRoomFor() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (TestGateway huge = TestGateway.start(
                config(null), builder -> builder.limits(GatewayLimits.DEFAULTS.withMaxBodyBytes(Integer.MAX_VALUE)))) {
            String head = "POST " + CHAT + " HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: "
                    + Integer.MAX_VALUE + "\r\n\r\n";
            String answer = "100 Continue";
            for (int i = 0; i < 1000 && answer.contains("100 Continue"); i++) {
                Socket client = huge.connect();
                clients.add(client);
                client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                answer = RawAnswer.readUntil(client, "\r\n\r\n");
            }
            assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 1\r\n");

            for (Socket client : clients) {
                client.close();
            }
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> huge.post(CHAT, TestGateway.chat("gpt")).statusCode() == 200);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void wantsTheMasterKey() {
        try (TestGateway locked = TestGateway.start(config("sk-master"))) {
            assertThat(locked.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(401);
            assertThat(locked.get("/v1/models").statusCode()).isEqualTo(401);
            assertThat(locked.get("/health").statusCode()).isEqualTo(401);
            assertThat(locked.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(locked.post("/v1/messages", TestGateway.chat("demo")).body())
                    .contains("authentication_error")
                    .startsWith("{\"type\":\"error\"");

            assertThat(locked.get("/v1/models", "authorization", "bearer sk-master")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(locked.get("/v1/models", "authorization", "Basic x", "x-api-key", "sk-master")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(locked.get("/v1/models", "authorization", "Bearer sk-maste")
                            .body())
                    .doesNotContain("sk-master");
        }
    }

    @Test
    void keepsWebPagesOutWhileThereIsNoKey() {
        upstream.always(call -> call.json(200, "{}", "access-control-allow-origin: *"));
        String body = TestGateway.chat("gpt");

        assertThat(gateway.post(CHAT, body, "origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(gateway.post("/v1/messages", body, "origin", "null").body()).contains("permission_error");
        assertThat(gateway.get("/v1/models", "origin", "http://127.evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.raw("GET /v1/models HTTP/1.1\r\nhost: evil.example:80\r\nconnection: close\r\n\r\n")
                        .text())
                .startsWith("HTTP/1.1 403")
                .contains("master_key");
        assertThat(upstream.received()).isEmpty();

        assertThat(gateway.get("/healthz", "origin", "https://evil.example").statusCode())
                .isEqualTo(200);
        for (String local : List.of("http://localhost:3000", "https://127.0.0.1", "http://[::1]:8080")) {
            var response = gateway.post(CHAT, body, "origin", local);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
        }
        try (TestGateway locked = TestGateway.start(config("sk-master"))) {
            assertThat(locked.post(CHAT, body, "origin", "https://chat.example", "x-api-key", "sk-master")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void ignoresAnUpgradeToHttp2() throws Exception {
        String request = TestGateway.rawPost(
                CHAT,
                TestGateway.chat("gpt"),
                "connection: Upgrade, HTTP2-Settings",
                "upgrade: h2c",
                "http2-settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA");
        try (var socket = gateway.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            assertThat(RawAnswer.readUntil(socket, "{\"ok\":true}")).startsWith("HTTP/1.1 200");
        }

        assertThat(upstream.last().headers()).doesNotContainKeys("upgrade", "http2-settings");
    }

    @Test
    void asksAHesitantClientToContinue() throws Exception {
        try (var socket = gateway.connect()) {
            String body = TestGateway.chat("gpt");
            String[] parts = TestGateway.rawPost(CHAT, body, "expect: 100-continue", "connection: close")
                    .split("(?<=\r\n\r\n)", 2);
            socket.getOutputStream().write(parts[0].getBytes(StandardCharsets.UTF_8));
            byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            socket.getOutputStream().write(parts[1].getBytes(StandardCharsets.UTF_8));

            assertThat(new String(interim, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 100");
            assertThat(RawAnswer.read(socket).text()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void refusesWhatIsNoHttp() {
        assertThat(gateway.raw("\u0001\u0002\u0003 garbage\r\n\r\n").text()).containsPattern("^HTTP/1.[01] 400 ");
    }

    @Test
    void refusesTwoWaysOfSayingTheLength() {
        RawAnswer answer = gateway.raw(
                "POST " + CHAT
                        + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\n");

        assertThat(answer.text()).startsWith("HTTP/1.1 400");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void refusesToServeOtherHostsWithoutAKey() {
        assertThatThrownBy(() -> TestGateway.start(config(null), builder -> builder.host("0.0.0.0")))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("master_key");
    }

    @Test
    void saysWhoseAddressIsTaken() {
        int taken = gateway.gateway().port();

        assertThatThrownBy(() -> TestGateway.start(config(null), builder -> builder.port(taken)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("127.0.0.1:" + taken + " is in use");
    }
}
