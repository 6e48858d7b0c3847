package dev.flowgate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream that speaks both protocols and can be told to fail first. It records the bodies it was sent. */
final class MockUpstream implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();

    private MockUpstream(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, CHAT, CHAT_STREAM));
        server.createContext("/v1/messages", exchange -> answer(exchange, MESSAGE, MESSAGE_STREAM));
        server.createContext("/v1/embeddings", exchange -> answer(exchange, EMBEDDING, ""));
        server.createContext("/v1/responses", exchange -> answer(exchange, RESPONSE, ""));
    }

    static MockUpstream start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        MockUpstream upstream = new MockUpstream(server);
        server.start();
        return upstream;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Fails the next request with a status. */
    void failNext(int status) {
        failures.add(status);
    }

    /** The requests' bodies so far. */
    Queue<String> bodies() {
        return bodies;
    }

    /** The keys that the requests carried so far. */
    Queue<String> keys() {
        return keys;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, String whole, String stream) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(body);
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            String key = exchange.getRequestHeaders().getFirst("x-api-key");
            keys.add(String.valueOf(bearer == null ? key : bearer));
            Integer failure = failures.poll();
            if (failure != null) {
                send(
                        exchange,
                        failure,
                        "application/json",
                        "{\"error\":{\"message\":\"told to fail\",\"type\":\"server_error\"}}");
            } else if (body.contains("\"stream\":true")) {
                stream(exchange, stream);
            } else {
                send(exchange, 200, "application/json", whole);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Every event in a write of its own, as real upstreams send them. */
    private static void stream(HttpExchange exchange, String events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int start = 0; start < events.length(); ) {
            int end = events.indexOf("\n\n", start) + 2;
            out.write(events.substring(start, end).getBytes(StandardCharsets.UTF_8));
            out.flush();
            start = end;
        }
    }

    private static final String CHAT = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"upstream-model","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Hello from upstream","refusal":null},"logprobs":null,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""";

    private static final String CHAT_STREAM = """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"upstream-model","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"upstream-model","choices":[{"index":0,"delta":{"content":"Hello from "},"finish_reason":null}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"upstream-model","choices":[{"index":0,"delta":{"content":"upstream"},"finish_reason":null}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"upstream-model","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private static final String MESSAGE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"upstream-claude","content":[{"type":"text","text":"Hello from upstream"}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":4}}""";

    private static final String MESSAGE_STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"upstream-claude","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello from "}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"upstream"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":4}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String EMBEDDING = """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5,1.0]}],"model":"upstream-embed",\
            "usage":{"prompt_tokens":1,"total_tokens":1}}""";

    private static final String RESPONSE = """
            {"id":"resp_1","object":"response","created_at":1700000000,"status":"completed","error":null,"incomplete_details":null,\
            "instructions":null,"metadata":{},"model":"upstream-model","output":[{"type":"message","id":"msg_1","status":"completed",\
            "role":"assistant","content":[{"type":"output_text","text":"Hello from upstream","annotations":[]}]}],\
            "parallel_tool_calls":true,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0}""";
}
