package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.flowgate.litellm.DeploymentConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deployments as {@code GET /v1/model/info} shows them, in LiteLLM's form. Keys and headers are left out. */
public final class ModelInfo {
    private ModelInfo() {}

    /**
     * Renders deployments.
     *
     * @param deployments what to show
     * @return JSON in UTF-8
     */
    public static byte[] render(List<DeploymentConfig> deployments) {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (DeploymentConfig deployment : deployments) {
                json.writeStartObject();
                json.writeStringField("model_name", deployment.modelName());
                params(json, deployment);
                json.writeObjectFieldStart("model_info");
                json.writeStringField("id", deployment.id());
                json.writeBooleanField("db_model", false);
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void params(JsonGenerator json, DeploymentConfig deployment) throws IOException {
        json.writeObjectFieldStart("litellm_params");
        json.writeStringField("model", deployment.provider().id() + "/" + deployment.upstreamModel());
        json.writeStringField("custom_llm_provider", deployment.provider().id());
        URI base = deployment.apiBase();
        if (base != null && base.getHost() != null) {
            json.writeStringField("api_base", address(base));
        }
        number(json, "weight", deployment.weight());
        number(json, "rpm", deployment.rpm());
        number(json, "tpm", deployment.tpm());
        number(json, "order", deployment.order());
        number(json, "timeout", seconds(deployment.timeout()));
        number(json, "stream_timeout", seconds(deployment.streamTimeout()));
        number(json, "cooldown_time", seconds(deployment.cooldownTime()));
        number(json, "num_retries", deployment.numRetries());
        number(json, "max_parallel_requests", deployment.maxParallelRequests());
        if (deployment.mockResponse() != null) {
            json.writeStringField("mock_response", deployment.mockResponse());
        }
        json.writeEndObject();
    }

    /**
     * Renders an address as it may be shown.
     *
     * @param address an http or https address with a host
     * @return it without user name, query and fragment, which may hold keys
     */
    public static String address(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return address.getScheme() + "://" + address.getHost() + port + path;
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : (Double) (duration.toNanos() / 1e9);
    }

    /** Whole numbers without a fraction, as they were written. */
    private static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value == null) {
            return;
        }
        double exact = value.doubleValue();
        if (exact == Math.rint(exact) && Math.abs(exact) < 1e15) {
            json.writeNumberField(name, value.longValue());
        } else {
            json.writeNumberField(name, exact);
        }
    }
}
