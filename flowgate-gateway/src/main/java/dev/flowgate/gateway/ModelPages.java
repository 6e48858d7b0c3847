package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.ModelInfo;
import dev.flowgate.gateway.protocol.ModelList;
import dev.flowgate.gateway.protocol.ModelPath;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.Protocol;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway tells of its models. Whoever asks has been let in. */
final class ModelPages {
    private static final String PREFIX = "/v1/models/";
    private static final String SHORT_PREFIX = "/models/";
    private static final String ID_FIELD = "litellm_model_id";
    private static final String ID_PARAMETER = ID_FIELD + "=";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private ModelPages() {}

    /** The model that a path is about, as it stands there; null when the path is about none. */
    static @Nullable String model(String path) {
        String encoded = path.startsWith(PREFIX)
                ? path.substring(PREFIX.length())
                : path.startsWith(SHORT_PREFIX) ? path.substring(SHORT_PREFIX.length()) : "";
        return encoded.isEmpty() ? null : encoded;
    }

    static void list(HttpServerRequest request, Generation generation) {
        Replies.json(
                request,
                200,
                ModelList.list(generation.router().visibleModels(), Replies.callersProtocol(request, null)));
    }

    static void one(HttpServerRequest request, Generation generation, String encoded) {
        String name = ModelPath.decoded(encoded);
        Protocol protocol = Replies.callersProtocol(request, null);
        var router = generation.router();
        if (name != null && router.knows(name)) {
            Replies.json(request, 200, ModelList.one(name, protocol));
        } else {
            error(request, NOT_FOUND, RoutingErrors.unknownModel(encoded, router.visibleModels()), "model");
        }
    }

    /** LiteLLM's list of the deployments, or the one with the id that the query names. */
    static void info(HttpServerRequest request, Generation generation) {
        List<DeploymentConfig> all = generation.config().deployments();
        String id = wantedId(request.query());
        List<DeploymentConfig> shown = id == null
                ? all
                : all.stream().filter(deployment -> deployment.id().equals(id)).toList();
        if (id != null && shown.isEmpty()) {
            error(
                    request,
                    BAD_REQUEST,
                    "There is no deployment with this " + ID_FIELD + ". GET " + request.path() + " lists them.",
                    ID_FIELD);
        } else {
            Replies.json(request, 200, ModelInfo.render(shown));
        }
    }

    private static @Nullable String wantedId(@Nullable String query) {
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            if (part.startsWith(ID_PARAMETER)) {
                // One that cannot be decoded is the id of nothing.
                String value = ModelPath.decoded(part.substring(ID_PARAMETER.length()));
                return value == null ? "" : value;
            }
        }
        return null;
    }

    private static void error(HttpServerRequest request, int status, String message, String param) {
        Replies.error(
                request,
                Replies.callersProtocol(request, null),
                CallId.of(request.getHeader(Replies.CALL_ID)),
                new ErrorBody(status, message, param));
    }
}
