package dev.flowgate.auth.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server that keeps to the rules of RFC 6749, 7009, 7636, 8414, 8628 and 9207, and counts a client that
 * breaks one as refused. The test is the user: it approves and declines.
 */
final class AuthorizationServer implements AutoCloseable {
    static final String CLIENT = "flowgate test";
    static final String PUBLIC_CLIENT = "flowgate-public";
    static final String CLIENT_SECRET = "marker-client:secret+%";
    static final String ACCOUNT = "ada@example.com";

    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger serial = new AtomicInteger();
    private final Map<String, String> deviceStates = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Set<String> usedCodes = ConcurrentHashMap.newKeySet();
    private final Set<String> liveTokens = ConcurrentHashMap.newKeySet();
    private final List<String> issued = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Canned>> canned = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Object> extraMetadata = new ConcurrentHashMap<>();
    private volatile boolean declines;
    private volatile @Nullable String iss;

    /** What a request held. */
    record Received(
            String path, Map<String, String> form, @Nullable String authorization) {}

    /** An answer in place of the proper one; a status of 0 breaks the connection off. */
    private record Canned(int status, Map<String, String> headers, String body) {}

    private AuthorizationServer(HttpServer server) {
        this.server = server;
    }

    static AuthorizationServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new AuthorizationServer(http);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The requests that arrived at a path. */
    List<Received> received(String path) {
        return received.stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Every token and code that was ever given out. */
    List<String> issued() {
        return issued;
    }

    boolean isLive(String token) {
        return liveTokens.contains(token);
    }

    /** Answers the next request to a path differently. */
    void answerOnce(String path, int status, String body) {
        answerOnce(path, status, Map.of(), body);
    }

    void answerOnce(String path, int status, Map<String, String> headers, String body) {
        canned.computeIfAbsent(path, key -> new ArrayDeque<>()).add(new Canned(status, headers, body));
    }

    /** Takes the next request to a path and breaks off without an answer. */
    void breakOffOnce(String path) {
        answerOnce(path, 0, "");
    }

    void metadata(String name, Object value) {
        extraMetadata.put(name, value);
    }

    /** Sets what the user has done with the device codes: pending, slow_down, approved, access_denied, expired_token. */
    void decideDevices(String state) {
        deviceStates.replaceAll((code, old) -> state);
    }

    void decline() {
        declines = true;
    }

    void nameIssuer(String value) {
        iss = value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean post = exchange.getRequestMethod().equals("POST");
            Map<String, String> form = parse(
                    post
                            ? body
                            : Objects.requireNonNullElse(
                                    exchange.getRequestURI().getRawQuery(), ""));
            received.add(new Received(path, form, exchange.getRequestHeaders().getFirst("Authorization")));
            Queue<Canned> waiting = canned.get(path);
            Canned instead = waiting == null ? null : waiting.poll();
            if (instead != null && instead.status() == 0) {
                return;
            }
            if (instead != null) {
                instead.headers().forEach(exchange.getResponseHeaders()::set);
                reply(exchange, instead.status(), instead.body());
                return;
            }
            switch (path) {
                case "/.well-known/oauth-authorization-server" -> reply(exchange, OK, metadata());
                case "/authorize" -> authorize(exchange, form);
                case "/device", "/token", "/revoke" -> {
                    String type = exchange.getRequestHeaders().getFirst("Content-Type");
                    if (!post || !"application/x-www-form-urlencoded".equals(type)) {
                        error(exchange, BAD_REQUEST, "invalid_request");
                    } else if (!authenticated(exchange, form)) {
                        error(exchange, UNAUTHORIZED, "invalid_client");
                    } else if (path.equals("/device")) {
                        device(exchange);
                    } else if (path.equals("/revoke")) {
                        liveTokens.remove(form.get("token"));
                        exchange.sendResponseHeaders(OK, -1);
                    } else {
                        token(exchange, form);
                    }
                }
                default -> reply(exchange, 404, "{}");
            }
        }
    }

    /** Exactly one way to prove who it is (RFC 6749, section 2.3). */
    private static boolean authenticated(HttpExchange exchange, Map<String, String> form) {
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString("flowgate+test:marker-client%3Asecret%2B%25".getBytes(StandardCharsets.UTF_8));
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header != null) {
            return header.equals(basic) && !form.containsKey("client_secret");
        }
        return PUBLIC_CLIENT.equals(form.get("client_id"))
                || (CLIENT.equals(form.get("client_id")) && CLIENT_SECRET.equals(form.get("client_secret")));
    }

    private void device(HttpExchange exchange) throws IOException {
        String code = issue("marker-device-");
        deviceStates.put(code, "pending");
        reply(
                exchange,
                OK,
                JsonText.compact(Map.of(
                        "device_code",
                        code,
                        "user_code",
                        "WDJB-MJHT",
                        "verification_uri",
                        address("/activate").toString(),
                        "verification_uri_complete",
                        address("/activate?user_code=WDJB-MJHT").toString(),
                        "expires_in",
                        900,
                        "interval",
                        3)));
    }

    private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (!"code".equals(query.get("response_type"))
                || !"S256".equals(query.get("code_challenge_method"))
                || query.get("redirect_uri") == null) {
            error(exchange, BAD_REQUEST, "invalid_request");
            return;
        }
        Map<String, String> answer = new LinkedHashMap<>();
        if (declines) {
            answer.put("error", "access_denied");
            answer.put("error_description", "<b>No</b> & never");
        } else {
            String code = issue("marker-code-");
            codes.put(code, query);
            answer.put("code", code);
        }
        answer.put("state", query.getOrDefault("state", ""));
        String name = iss;
        if (name != null) {
            answer.put("iss", name);
        }
        exchange.getResponseHeaders().set("Location", query.get("redirect_uri") + "?" + OauthExchange.encode(answer));
        exchange.sendResponseHeaders(FOUND, -1);
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        switch (form.getOrDefault("grant_type", "")) {
            case "urn:ietf:params:oauth:grant-type:device_code" -> {
                String state = deviceStates.getOrDefault(form.getOrDefault("device_code", ""), "invalid_grant");
                switch (state) {
                    case "approved" -> {
                        deviceStates.remove(form.get("device_code"));
                        grant(exchange);
                    }
                    case "pending" -> error(exchange, BAD_REQUEST, "authorization_pending");
                    default -> error(exchange, BAD_REQUEST, state);
                }
            }
            case "authorization_code" -> {
                Map<String, String> request = codes.get(form.getOrDefault("code", ""));
                if (request == null || !usedCodes.add(form.get("code"))) {
                    // RFC 6749, section 4.1.2: a code that comes twice takes with it what it was exchanged for.
                    liveTokens.clear();
                    error(exchange, BAD_REQUEST, "invalid_grant");
                } else if (!Objects.equals(request.get("redirect_uri"), form.get("redirect_uri"))
                        || !challenge(form.getOrDefault("code_verifier", "")).equals(request.get("code_challenge"))) {
                    error(exchange, BAD_REQUEST, "invalid_grant");
                } else {
                    grant(exchange);
                }
            }
            case "refresh_token" -> {
                if (liveTokens.remove(form.getOrDefault("refresh_token", ""))) {
                    grant(exchange);
                } else {
                    error(exchange, BAD_REQUEST, "invalid_grant");
                }
            }
            default -> error(exchange, BAD_REQUEST, "unsupported_grant_type");
        }
    }

    private void grant(HttpExchange exchange) throws IOException {
        String access = issue("marker-access-");
        String refresh = issue("marker-refresh-");
        liveTokens.addAll(Set.of(access, refresh));
        String claims = JsonText.compact(Map.of("sub", "17", "email", ACCOUNT));
        String idToken = "e30." + base64(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
        reply(
                exchange,
                OK,
                JsonText.compact(Map.of(
                        "access_token",
                        access,
                        "refresh_token",
                        refresh,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        3600,
                        "scope",
                        "models.read models.use",
                        "id_token",
                        idToken)));
    }

    private String metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of(
                "issuer", address("").toString(),
                "authorization_endpoint", address("/authorize").toString(),
                "token_endpoint", address("/token").toString(),
                "device_authorization_endpoint", address("/device").toString(),
                "revocation_endpoint", address("/revoke").toString()));
        metadata.putAll(extraMetadata);
        return JsonText.compact(metadata);
    }

    private String issue(String prefix) {
        String value = prefix + serial.incrementAndGet();
        issued.add(value);
        return value;
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        reply(exchange, status, JsonText.compact(Map.of("error", code)));
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> parse(String encoded) {
        Map<String, String> form = new LinkedHashMap<>();
        var seen = new HashSet<String>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
                if (!seen.add(name)) {
                    throw new IllegalArgumentException("The client sent " + name + " twice.");
                }
                form.put(name, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static String challenge(String verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
