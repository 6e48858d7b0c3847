package dev.flowgate.config;

import dev.flowgate.litellm.CertificateCheck;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.secret.SecretReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Types the merged LiteLLM document of one profile, and checks what only the whole of it can tell. */
final class LiteLlmReader {
    private final Path base;
    private final KeySources keys;
    private final Problems problems;
    private final Problems engineProblems;

    /**
     * Prepares a reading.
     *
     * @param base the folder that relative paths start from
     * @param keys where keys can be
     * @param problems takes what is wrong for every engine
     * @param engineProblems takes what is wrong for the embedded engine only
     */
    LiteLlmReader(Path base, KeySources keys, Problems problems, Problems engineProblems) {
        this.base = base;
        this.keys = keys;
        this.problems = problems;
        this.engineProblems = engineProblems;
    }

    /** Reads with the environment at hand. What a variable lacks makes a deployment unusable, or is a problem. */
    LiteLlmConfig read(Node.Mapping document, UnaryOperator<@Nullable String> environment) {
        return read(document, new DeploymentReader(keys, problems, engineProblems, environment), environment);
    }

    /** Checks without an environment: a reference to a variable counts as right. */
    void check(Node.Mapping document) {
        read(document, new DeploymentReader(keys, problems, engineProblems, null), null);
    }

    private LiteLlmConfig read(
            Node.Mapping document, DeploymentReader reader, @Nullable UnaryOperator<@Nullable String> environment) {
        List<DeploymentConfig> deployments = new ArrayList<>();
        Node modelList = document.get("model_list");
        if (modelList instanceof Node.Sequence sequence) {
            for (Node entry : sequence.items()) {
                DeploymentConfig deployment = reader.read(Values.mapping(entry));
                if (deployment != null) {
                    deployments.add(deployment);
                }
            }
        } else if (modelList == null) {
            problems.error(
                    document.origin().at(document.origin().path().child("model_list")),
                    "the key `model_list` is missing",
                    "add the list of deployments to litellm_base");
        }
        Node.Mapping router = section(document, "router_settings", LiteLlmContract.ROUTER_SETTINGS, environment);
        Node.Mapping settings = section(document, "litellm_settings", LiteLlmContract.LITELLM_SETTINGS, environment);
        RouterSettings routerSettings = new RouterSettingsReader(router, settings, problems, engineProblems).read();
        if (!routerSettings.enablePreCallChecks() && modelList instanceof Node.Sequence sequence) {
            warnOfOrder(sequence);
        }
        new ModelGroupCheck(groups(deployments), routerSettings, problems).check(router, settings);
        String masterKey =
                Values.text(Values.mapping(document.get("general_settings")).get("master_key"));
        SecretReference key = masterKey == null || masterKey.isBlank() ? null : SecretReference.parse(masterKey);
        return new LiteLlmConfig(deployments, routerSettings, key, certificates(settings.get("ssl_verify")));
    }

    private CertificateCheck certificates(@Nullable Node node) {
        Boolean verify = Values.truth(node);
        if (node != null && Boolean.FALSE.equals(verify)) {
            problems.warning(
                    node.origin(),
                    "the certificates of upstreams are not checked: whoever is in between can read keys and prompts",
                    "set it to the path of a PEM file with the authority that signs them");
            return CertificateCheck.NONE;
        }
        Path authorities =
                verify != null || Values.isEnvironmentReference(node) ? null : PathReader.path(node, base, problems);
        String problem = node == null || authorities == null ? null : AuthoritiesFile.problem(authorities);
        if (node != null && problem != null) {
            engineProblems.warning(
                    node.origin(),
                    "no https upstream can be reached: " + problem,
                    "give the path of a PEM file with the authorities to trust; a relative one starts at " + base);
        }
        return authorities == null ? CertificateCheck.USUAL : CertificateCheck.against(authorities);
    }

    /** As in LiteLLM, {@code order} counts only among the pre-call checks. */
    private void warnOfOrder(Node.Sequence modelList) {
        for (Node deployment : modelList.items()) {
            Node order = Values.mapping(Values.mapping(deployment).get("litellm_params"))
                    .get("order");
            if (order != null) {
                engineProblems.warning(
                        order.origin(),
                        "`order` has no effect without pre-call checks",
                        "set router_settings.enable_pre_call_checks to true, or remove it");
            }
        }
    }

    private Node.Mapping section(
            Node.Mapping document,
            String name,
            Shape.Table shape,
            @Nullable UnaryOperator<@Nullable String> environment) {
        Node.Mapping section = Values.mapping(document.get(name));
        return environment == null
                ? section
                : (Node.Mapping) new EnvironmentSubstitution(environment, problems).apply(section, shape);
    }

    private static Set<String> groups(List<DeploymentConfig> deployments) {
        Set<String> groups = new LinkedHashSet<>();
        deployments.forEach(deployment -> groups.add(deployment.modelName()));
        return groups;
    }
}
