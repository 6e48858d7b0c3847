package dev.flowgate.litellm;

import dev.flowgate.secret.SecretReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The LiteLLM configuration of one profile: {@code litellm_base} with the profile laid over it, typed.
 *
 * @param deployments {@code model_list}, in order
 * @param router {@code router_settings} and {@code litellm_settings} together
 * @param masterKey {@code general_settings.master_key}: the key that clients must present; null means none
 */
public record LiteLlmConfig(
        List<DeploymentConfig> deployments,
        RouterSettings router,
        @Nullable SecretReference masterKey) {
    /** Copies the deployments. */
    public LiteLlmConfig {
        deployments = List.copyOf(deployments);
    }
}
