package dev.flowgate.litellm;

import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code model_list}: an upstream model under the name that clients ask for.
 *
 * @param modelName {@code model_name}: the model group this deployment belongs to
 * @param id {@code model_info.id}, or one derived from the entry; unique within the configuration
 * @param provider the provider, from {@code custom_llm_provider} or the prefix of {@code litellm_params.model}
 * @param upstreamModel the name the upstream knows the model by: {@code litellm_params.model} without the prefix
 * @param apiBase {@code api_base}, or the provider's own address; null only when {@code mockResponse} or
 *     {@code unusable} is set
 * @param apiKey {@code api_key} or {@code api_key_ref}, or the provider's usual variable when neither the key nor the
 *     address is configured; null when the upstream needs none
 * @param weight {@code weight}: the share of requests under simple-shuffle; null means not configured
 * @param rpm {@code rpm}: requests a minute; null means not configured
 * @param tpm {@code tpm}: tokens a minute; null means not configured
 * @param order {@code order}: lower is tried first; null means not configured
 * @param timeout {@code timeout} of a request; null means the router's
 * @param streamTimeout {@code stream_timeout} of a streamed request; null means the router's
 * @param cooldownTime {@code cooldown_time}; null means the router's, zero means that it is never cooled down
 * @param numRetries {@code num_retries}; null means the router's
 * @param maxParallelRequests {@code max_parallel_requests}; null means no limit
 * @param tags {@code tags}: which tagged requests it serves, under {@code enable_tag_filtering}
 * @param modelInfo what is known of the model
 * @param extraHeaders {@code extra_headers}: added to every upstream request; their values may be secrets
 * @param mockResponse {@code mock_response}: answered without any upstream; null means a real upstream
 * @param unusable why this deployment cannot be used, such as an environment variable that is not set; the other
 *     components are then as far as they are known. Null means that it can be used
 */
public record DeploymentConfig(
        String modelName,
        String id,
        Provider provider,
        String upstreamModel,
        @Nullable URI apiBase,
        @Nullable SecretReference apiKey,
        @Nullable Double weight,
        @Nullable Long rpm,
        @Nullable Long tpm,
        @Nullable Integer order,
        @Nullable Duration timeout,
        @Nullable Duration streamTimeout,
        @Nullable Duration cooldownTime,
        @Nullable Integer numRetries,
        @Nullable Integer maxParallelRequests,
        List<String> tags,
        ModelInfo modelInfo,
        Map<String, SecretReference> extraHeaders,
        @Nullable String mockResponse,
        @Nullable String unusable) {

    /** Copies the tags and headers. */
    public DeploymentConfig {
        tags = List.copyOf(tags);
        extraHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(extraHeaders));
    }
}
