package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.ModelPath;
import dev.flowgate.gateway.protocol.StatusBody;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The paths that the gateway answers, and who may ask for them. */
final class Surface {
    private static final String READING = "GET, HEAD, OPTIONS";
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
        ModelPath named = endpoint == null ? ModelPath.of(path) : null;
        if (endpoint != null) {
            operation(request, path, endpoint, null);
        } else if (named != null) {
            operation(request, path, named.endpoint(), named.model());
        } else {
            information(request, path);
        }
    }

    private void operation(HttpServerRequest request, String path, Endpoint endpoint, @Nullable String pathModel) {
        if (!request.method().equals(HttpMethod.POST)) {
            wrongMethod(request, endpoint, path, "POST");
            return;
        }
        Generation generation = loop.engine().current();
        if (admits(request, endpoint, generation)) {
            new Exchange(loop, generation, endpoint, pathModel, request).receive();
        }
    }

    private void information(HttpServerRequest request, String path) {
        Consumer<HttpServerRequest> page = page(path);
        if (page == null) {
            unknownPath(request, path);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            // RFC 9110 section 9.3.7. Nothing is said of other origins, so a browser's page learns nothing by it.
            request.response()
                    .putHeader("allow", READING)
                    .putHeader(HeaderRules.CONTENT_LENGTH, "0")
                    .end();
        } else if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            page.accept(request);
        } else {
            wrongMethod(request, null, path, READING);
        }
    }

    /** What is to be read at a path; null when there is nothing. */
    private @Nullable Consumer<HttpServerRequest> page(String path) {
        return switch (path) {
            case "/health/liveliness", "/health/liveness", "/livez" ->
                request -> Replies.json(request, 200, StatusBody.alive());
            case "/health/readiness", "/healthz", "/readyz" -> this::readiness;
            case "/" -> request -> Replies.json(request, 200, StatusBody.root());
            case "/health" -> this::health;
            case "/v1/models", "/models" -> admitted(ModelPages::list);
            case "/v1/model/info", "/model/info" -> admitted(ModelPages::info);
            default -> {
                String model = ModelPages.model(path);
                yield model == null
                        ? null
                        : admitted((request, generation) -> ModelPages.one(request, generation, model));
            }
        };
    }

    private Consumer<HttpServerRequest> admitted(BiConsumer<HttpServerRequest, Generation> page) {
        return request -> {
            Generation generation = loop.engine().current();
            if (admits(request, null, generation)) {
                page.accept(request, generation);
            }
        };
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

    private void health(HttpServerRequest request) {
        Generation generation = loop.engine().current();
        if (holdsKey(request, null, generation)) {
            Replies.json(request, 200, StatusBody.health(generation.router().health()));
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
            String problem = AccessCheck.hasKey(request.headers())
                    ? "The API key is not the right one. "
                    : "No API key was sent. ";
            refuse(request, endpoint, new ErrorBody(UNAUTHORIZED, problem + AccessCheck.ADVICE, null));
        }
        return allowed;
    }

    private void wrongMethod(HttpServerRequest request, @Nullable Endpoint endpoint, String path, String allowed) {
        request.response().putHeader("allow", allowed);
        String message = "Method " + request.method().name() + " is not allowed for " + path + ". Use " + allowed + ".";
        refuse(request, endpoint, new ErrorBody(METHOD_NOT_ALLOWED, message, null));
    }

    private void unknownPath(HttpServerRequest request, String path) {
        String message = "There is nothing at " + path + ". POST /v1/chat/completions, /v1/completions, "
                + "/v1/embeddings, /v1/responses, /v1/messages or /v1/messages/count_tokens; the first three also at "
                + "/engines/MODEL/ or /openai/deployments/MODEL/ in place of /v1/. GET /v1/models, /v1/model/info, "
                + "/health, /health/readiness or /health/liveliness.";
        refuse(request, null, new ErrorBody(NOT_FOUND, message, null));
    }

    private void refuse(HttpServerRequest request, @Nullable Endpoint endpoint, ErrorBody error) {
        String callId = CallId.of(request.getHeader(Replies.CALL_ID));
        Replies.refuse(loop, request, Replies.callersProtocol(request, endpoint), callId, error);
    }
}
