package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.ModelList;
import dev.flowgate.gateway.protocol.StatusBody;
import dev.flowgate.litellm.Protocol;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The paths that the gateway answers, and who may ask for them. */
final class Surface {
    private static final String MODEL_PREFIX = "/v1/models/";
    private static final String SHORT_MODEL_PREFIX = "/models/";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Loop loop;
    private final BrowserCheck browsers;

    /** Creates the surface; {@code host} is the configured address. */
    Surface(Loop loop, String host) {
        this.loop = loop;
        this.browsers = new BrowserCheck(host);
    }

    void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        Endpoint endpoint = Endpoint.of(path);
        if (endpoint == null) {
            information(request, path);
        } else if (!request.method().equals(HttpMethod.POST)) {
            wrongMethod(request, endpoint, path, "POST");
        } else {
            Generation generation = loop.engine().current();
            if (admits(request, endpoint, generation)) {
                new Exchange(loop, generation, endpoint, request).receive();
            }
        }
    }

    private void information(HttpServerRequest request, String path) {
        boolean known = true;
        boolean mayRead =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        switch (path) {
            case "/health/liveliness", "/health/liveness", "/livez" -> {
                if (mayRead) {
                    Replies.json(request, 200, StatusBody.alive());
                }
            }
            case "/health/readiness", "/healthz", "/readyz" -> {
                if (mayRead) {
                    readiness(request);
                }
            }
            case "/" -> {
                if (mayRead) {
                    Replies.json(request, 200, StatusBody.root());
                }
            }
            case "/health" -> {
                if (mayRead && holdsKey(request, null, loop.engine().current())) {
                    Replies.json(
                            request,
                            200,
                            StatusBody.health(loop.engine().current().router().health()));
                }
            }
            case "/v1/models", "/models" -> {
                if (mayRead && admits(request, null, loop.engine().current())) {
                    models(request);
                }
            }
            default -> known = model(request, path, mayRead);
        }
        if (!known) {
            unknownPath(request, path);
        } else if (!mayRead) {
            wrongMethod(request, null, path, "GET, HEAD");
        }
    }

    private void readiness(HttpServerRequest request) {
        Engine engine = loop.engine();
        Generation generation = engine.current();
        boolean draining = engine.isDraining();
        Replies.json(
                request,
                draining ? 503 : 200,
                StatusBody.readiness(
                        draining,
                        generation.profile(),
                        generation.number(),
                        engine.running(),
                        engine.events().dropped()));
    }

    private void models(HttpServerRequest request) {
        Replies.json(
                request,
                200,
                ModelList.list(
                        loop.engine().current().router().visibleModels(), Replies.callersProtocol(request, null)));
    }

    /** Returns whether the path is one of a model. */
    private boolean model(HttpServerRequest request, String path, boolean mayRead) {
        String encoded = path.startsWith(MODEL_PREFIX)
                ? path.substring(MODEL_PREFIX.length())
                : path.startsWith(SHORT_MODEL_PREFIX) ? path.substring(SHORT_MODEL_PREFIX.length()) : "";
        if (encoded.isEmpty()) {
            return false;
        }
        if (mayRead && admits(request, null, loop.engine().current())) {
            // A plus sign stands for itself in a path (RFC 3986).
            String name = decoded(encoded);
            Protocol protocol = Replies.callersProtocol(request, null);
            var router = loop.engine().current().router();
            if (name != null && router.knows(name)) {
                Replies.json(request, 200, ModelList.one(name, protocol));
            } else {
                String callId = CallId.of(request.getHeader(Replies.CALL_ID));
                Replies.error(
                        request,
                        protocol,
                        callId,
                        new ErrorBody(NOT_FOUND, RoutingErrors.unknownModel(encoded, router.visibleModels()), "model"));
            }
        }
        return true;
    }

    private static @Nullable String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Whether a request may go on; when not, it has been answered. */
    private boolean admits(HttpServerRequest request, @Nullable Endpoint endpoint, Generation generation) {
        if (generation.masterKey() != null) {
            return holdsKey(request, endpoint, generation);
        }
        String problem = browsers.problem(request.headers());
        if (problem != null) {
            refuse(request, endpoint, new ErrorBody(FORBIDDEN, problem, null));
        }
        return problem == null;
    }

    private boolean holdsKey(HttpServerRequest request, @Nullable Endpoint endpoint, Generation generation) {
        boolean allowed = AccessCheck.allows(generation.masterKey(), request.headers());
        if (!allowed) {
            unauthorized(request, endpoint);
        }
        return allowed;
    }

    private void unauthorized(HttpServerRequest request, @Nullable Endpoint endpoint) {
        boolean keyless = !request.headers().contains("authorization")
                && !request.headers().contains("x-api-key");
        refuse(
                request,
                endpoint,
                new ErrorBody(
                        UNAUTHORIZED,
                        (keyless ? "No API key was sent. " : "The API key is not the right one. ")
                                + "Send the gateway's master key as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.",
                        null));
    }

    private void wrongMethod(HttpServerRequest request, @Nullable Endpoint endpoint, String path, String allowed) {
        request.response().putHeader("allow", allowed);
        String message = "Method " + request.method().name() + " is not allowed for " + path + ". Use " + allowed + ".";
        refuse(request, endpoint, new ErrorBody(METHOD_NOT_ALLOWED, message, null));
    }

    private void unknownPath(HttpServerRequest request, String path) {
        String message = "There is nothing at " + path + ". POST /v1/chat/completions, /v1/completions, "
                + "/v1/embeddings, /v1/responses or /v1/messages; GET /v1/models, /health, /health/readiness or "
                + "/health/liveliness.";
        refuse(request, null, new ErrorBody(NOT_FOUND, message, null));
    }

    private void refuse(HttpServerRequest request, @Nullable Endpoint endpoint, ErrorBody error) {
        String callId = CallId.of(request.getHeader(Replies.CALL_ID));
        Replies.refuse(loop, request, Replies.callersProtocol(request, endpoint), callId, error);
    }
}
