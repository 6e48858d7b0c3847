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
 * @param certificates {@code litellm_settings.ssl_verify}: how the certificates of upstreams are checked
 */
public record LiteLlmConfig(
        List<DeploymentConfig> deployments,
        RouterSettings router,
        @Nullable SecretReference masterKey,
        CertificateCheck certificates) {
    /** Copies the deployments. */
    public LiteLlmConfig {
        deployments = List.copyOf(deployments);
    }

    /**
     * Makes a configuration with the {@linkplain CertificateCheck#USUAL usual} check of certificates.
     *
     * @param deployments {@code model_list}, in order
     * @param router the router settings
     * @param masterKey the key that clients must present; null means none
     */
    public LiteLlmConfig(
            List<DeploymentConfig> deployments, RouterSettings router, @Nullable SecretReference masterKey) {
        this(deployments, router, masterKey, CertificateCheck.USUAL);
    }
}
