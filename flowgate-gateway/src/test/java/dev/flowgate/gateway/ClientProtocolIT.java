package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What of a provider's answers reaches the client. LiteLLM rebuilds every answer, with losses; here answers pass as they
 * are, and what would need rebuilding is refused.
 */
@Timeout(60)
class ClientProtocolIT {
    private static final int STREAMS = 50;
    private static final Pattern CALLER = Pattern.compile("caller-(\\d+)");

    private final FakeUpstream upstream = FakeUpstream.answering("{}");
    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.openAi("gpt", "d1", upstream.base()), Configs.anthropic("claude", "d2", upstream.root())));
    private final ExecutorService clients = Executors.newFixedThreadPool(STREAMS);

    @AfterEach
    void stop() {
        clients.shutdownNow();
        gateway.close();
        upstream.close();
    }

    @Test
    @DisplayName(
            "chat stream: finish_reason, usage and every other key stay (LiteLLM drops nulls, adds usage; differs)")
    void leavesChunksAsTheProviderWroteThem() {
        String events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\ndata: [DONE]\n\n";
        upstream.always(call -> {
            call.beginStream();
            call.chunk(events);
            call.endStream();
        });

        String request = TestGateway.chat("gpt", "\"stream\":true");

        assertThat(gateway.post("/v1/chat/completions", request).body()).isEqualTo(events);
        assertThat(upstream.last().text()).doesNotContain("stream_options");
    }

    @Test
    @DisplayName(
            "messages: blocks, images, stop_sequences, tool_choice and beta fields reach Anthropic as written (FIX)")
    void leavesMessagesRequestsAsTheClientWroteThem() {
        String fields = "\"system\":[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{\"type\":\"ephemeral\"}}],"
                + "\"stop_sequences\":[\"END\"],\"tool_choice\":{\"type\":\"none\"},\"top_k\":4,"
                + "\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"},\"context_management\":{\"edits\":[]},"
                + "\"tools\":[{\"type\":\"custom\",\"name\":\"t\",\"input_schema\":{\"type\":\"object\"},"
                + "\"defer_loading\":true}],\"metadata\":{\"user_id\":\"u\",\"other\":1},\"max_tokens\":9,"
                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\","
                + "\"media_type\":\"image/png\",\"data\":\"AAAA\"}}]},{\"role\":\"system\",\"content\":\"late\"}]";

        gateway.post("/v1/messages?beta=true", "{\"model\":\"claude\"," + fields + "}", "anthropic-beta", "a-1,b-2");

        assertThat(upstream.last().text()).isEqualTo("{\"model\":\"real-d2\"," + fields + "}");
        assertThat(upstream.last().line()).contains("?beta=true");
        assertThat(upstream.last().headers()).containsEntry("anthropic-beta", "a-1,b-2");
    }

    @Test
    @DisplayName(
            "messages: a provider's error keeps status and Anthropic's shape (LiteLLM: OpenAI's shape, often 500; FIX)")
    void leavesAnthropicErrorsInTheirShape() {
        String error =
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens: needed\"}}";
        upstream.always(call -> call.json(400, error));

        var response = gateway.post("/v1/messages", TestGateway.chat("claude"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(error);
    }

    @Test
    @DisplayName("messages: 50 concurrent tool streams, none sees another's tool (LiteLLM mixes them; FIX)")
    void keepsConcurrentToolStreamsApart() throws Exception {
        CyclicBarrier together = new CyclicBarrier(STREAMS);
        upstream.always(call -> streamTool(call, together));

        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            String request = TestGateway.rawPost(
                    "/v1/messages",
                    TestGateway.chat("claude", "\"stream\":true", "\"user\":\"caller-" + i + "\""),
                    "connection: close");
            answers.add(clients.submit(() -> exchange(request)));
        }

        for (int i = 0; i < STREAMS; i++) {
            String answer = answers.get(i).get(30, TimeUnit.SECONDS);
            assertThat(answer).contains("\"id\":\"toolu_" + i + "\"").contains("event: message_stop");
            assertThat(CALLER.matcher(answer).results().map(found -> found.group(1)))
                    .hasSize(6)
                    .containsOnly(Integer.toString(i));
        }
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return RawAnswer.read(socket).text();
        }
    }

    /** A tool call with an id of the caller's, of which each part waits until all others are as far. */
    private static void streamTool(FakeUpstream.Call call, CyclicBarrier together) throws IOException {
        Matcher caller = CALLER.matcher(call.request().text());
        assertThat(caller.find()).isTrue();
        String number = caller.group(1);
        call.beginStream();
        call.chunk(event(
                "content_block_start",
                "\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_" + number + "\",\"name\":\"caller-" + number
                        + "\",\"input\":{}}"));
        for (int part = 0; part < 5; part++) {
            meet(together);
            call.chunk(event(
                    "content_block_delta",
                    "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"caller-" + number + "\"}"));
        }
        call.chunk(event("content_block_stop", "\"index\":0"));
        call.chunk(event("message_stop", "\"end\":true"));
        call.endStream();
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
    }

    private static void meet(CyclicBarrier together) throws IOException {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IOException("The streams did not run side by side.", broken);
        }
    }
}
