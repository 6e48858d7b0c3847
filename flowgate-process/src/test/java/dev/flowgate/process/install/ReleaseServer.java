package dev.flowgate.process.install;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A release API, and the server of files that it redirects to, which behave like GitHub's as far as installers see it. */
public final class ReleaseServer implements AutoCloseable {
    public static final String REPOSITORY = "someone/CLIProxyAPI";

    /** The files of the releases, by tag. */
    public final Map<String, Map<String, byte[]>> releases = new ConcurrentHashMap<>();

    public final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What the API answers instead: a status, and headers. */
    public volatile @Nullable Refusal refusal;

    public final AtomicInteger refusals = new AtomicInteger();

    public volatile boolean digests = true;
    volatile boolean draft;
    volatile boolean honoursRange = true;
    volatile boolean etags = true;
    volatile @Nullable String redirect;

    /** After how many bytes transfers are cut, and how many of them are. */
    public volatile int cutAfter;

    public final AtomicInteger cuts = new AtomicInteger();

    /** Whether a transfer that would be cut just stops sending instead. */
    public volatile boolean stalls;

    private final HttpServer api;
    private final HttpServer files;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "release server");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closed = new CountDownLatch(1);

    public record Request(String server, String path, Map<String, List<String>> headers) {
        public @Nullable String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    public record Refusal(int status, Map<String, String> headers) {}

    public ReleaseServer() throws IOException {
        api = server("api", this::answerApi);
        files = server("files", this::answerFile);
    }

    private interface Handler {
        void handle(HttpExchange exchange, String path) throws IOException;
    }

    private HttpServer server(String name, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(new Request(name, path, Map.copyOf(exchange.getRequestHeaders())));
            try (exchange) {
                handler.handle(exchange, path);
            }
        });
        server.start();
        return server;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    }

    ReleaseConfig source(String tag) {
        return new ReleaseConfig(uri(), REPOSITORY, tag, null, null);
    }

    /** Publishes a release with an archive for this machine, and returns the archive. */
    public byte[] publish(String tag, byte[] archive) {
        String version = tag.substring(1);
        Map<String, byte[]> assets = new LinkedHashMap<>();
        assets.put("CLIProxyAPI_" + version + "_linux_amd64.tar.gz", archive);
        assets.put("CLIProxyAPI_" + version + "_linux_aarch64.tar.gz", new byte[] {1});
        assets.put("checksums.txt", checksums(assets).getBytes(StandardCharsets.US_ASCII));
        releases.put(tag, assets);
        return archive;
    }

    public static String asset(String tag) {
        return "CLIProxyAPI_" + tag.substring(1) + "_linux_amd64.tar.gz";
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public List<Request> downloads() {
        return requests.stream()
                .filter(request -> request.server().equals("files"))
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
        api.stop(0);
        files.stop(0);
        threads.shutdownNow();
    }

    private static String checksums(Map<String, byte[]> assets) {
        StringBuilder lines = new StringBuilder();
        assets.forEach((name, content) ->
                lines.append(sha256(content)).append(" *").append(name).append('\n'));
        return lines.toString();
    }

    private void answerApi(HttpExchange exchange, String path) throws IOException {
        Refusal refused = refusal;
        if (refused != null && refusals.getAndDecrement() > 0) {
            refused.headers().forEach(exchange.getResponseHeaders()::set);
            send(exchange, refused.status(), "{\"message\":\"no\"}");
            return;
        }
        String base = "/repos/" + REPOSITORY;
        String download = "/" + REPOSITORY + "/releases/download/";
        if (path.startsWith(download)) {
            String other = redirect;
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            other != null
                                    ? other
                                    : "http://localhost:" + files.getAddress().getPort()
                                            + path.substring(download.length() - 1) + "?signature=secret");
            exchange.sendResponseHeaders(302, -1);
        } else if (path.equals(base)) {
            send(exchange, 200, "{}");
        } else if (path.equals(base + "/releases/latest") && !releases.isEmpty()) {
            send(
                    exchange,
                    200,
                    json(releases.keySet().stream()
                            .max(Comparator.comparing(ReleaseVersion::of))
                            .orElseThrow()));
        } else if (path.startsWith(base + "/releases/tags/")
                && releases.containsKey(path.substring(path.lastIndexOf('/') + 1))) {
            send(exchange, 200, json(path.substring(path.lastIndexOf('/') + 1)));
        } else {
            send(exchange, 404, "{\"message\":\"Not Found\"}");
        }
    }

    private String json(String tag) {
        List<Map<String, Object>> assets = new ArrayList<>();
        releases.getOrDefault(tag, Map.of()).forEach((name, content) -> {
            Map<String, Object> asset = new LinkedHashMap<>();
            asset.put("name", name);
            asset.put("size", content.length);
            asset.put("browser_download_url", uri() + "/" + REPOSITORY + "/releases/download/" + tag + "/" + name);
            if (digests) {
                asset.put("digest", "sha256:" + sha256(content));
            }
            assets.add(asset);
        });
        return JsonText.compact(Map.of("tag_name", tag, "draft", draft, "prerelease", false, "assets", assets));
    }

    private void answerFile(HttpExchange exchange, String path) throws IOException {
        String[] parts = path.split("/", -1);
        byte[] content = releases.getOrDefault(parts[1], Map.of()).get(parts[2]);
        if (content == null) {
            send(exchange, 404, "gone");
            return;
        }
        Headers asked = exchange.getRequestHeaders();
        String etag = '"' + sha256(content).substring(0, 16) + '"';
        if (etags) {
            exchange.getResponseHeaders().set("ETag", etag);
        }
        String range = asked.getFirst("Range");
        String condition = asked.getFirst("If-Range");
        int from = 0;
        if (range != null && honoursRange && (condition == null || condition.equals(etag))) {
            from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            if (from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        OutputStream body = exchange.getResponseBody();
        if (cuts.getAndDecrement() > 0) {
            body.write(content, from, Math.min(cutAfter, content.length - from));
            body.flush();
            if (stalls) {
                awaitClosing();
            }
            throw new IOException("cut on purpose");
        }
        body.write(content, from, content.length - from);
    }

    private void awaitClosing() {
        try {
            closed.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
