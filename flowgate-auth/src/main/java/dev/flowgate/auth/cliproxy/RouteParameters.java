package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the start of a login to some providers needs beside the provider's name. */
final class RouteParameters {
    /** The settings that are read here. */
    static final Set<String> SETTINGS = Set.of("project_id", "kiro_method", "base_url", "client_id", "label");

    private static final List<String> KIRO_METHODS = List.of("builder-id", "aws", "google", "github");

    private RouteParameters() {}

    /**
     * Reads the parameters.
     *
     * @throws AuthException if one is missing or wrong
     */
    static Map<String, String> of(LoginRoute route, AuthSettings settings) {
        Map<String, String> parameters = new LinkedHashMap<>();
        switch (route) {
            case GEMINI -> settings.text("project_id").ifPresent(project -> parameters.put("project_id", project));
            case KIRO -> parameters.put("method", kiroMethod(settings));
            case GITLAB -> {
                // A client secret would stand in the address, which the server writes into its log.
                parameters.put("client_id", settings.requiredText("client_id"));
                settings.address("base_url").ifPresent(address -> parameters.put("base_url", address.toString()));
            }
            case CURSOR -> settings.text("label").ifPresent(label -> parameters.put("label", label));
            case CODEX, ANTHROPIC, ANTIGRAVITY, IFLOW, QWEN, KIMI, GITHUB, KILO, XAI -> {
                // These need nothing else.
            }
        }
        return parameters;
    }

    private static String kiroMethod(AuthSettings settings) {
        String method = settings.text("kiro_method").orElse("builder-id");
        if (!KIRO_METHODS.contains(method)) {
            throw new AuthException(
                    settings.path("kiro_method") + " must be one of " + String.join(", ", KIRO_METHODS) + ".");
        }
        return method;
    }
}
