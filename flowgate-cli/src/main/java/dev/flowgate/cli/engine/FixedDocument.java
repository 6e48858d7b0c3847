package dev.flowgate.cli.engine;

import static dev.flowgate.cli.engine.Json.object;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The check's own configuration, with what a user's profile may lack: every way to fail, and what stands in then. */
final class FixedDocument {
    static final String PLAIN = "plain";
    static final String EMBED = "embed";
    static final String CLAUDE = "claude";
    static final String PAIR = "pair";
    static final String STANDBY = "standby";

    /** Failing models, which are called as what their upstream does. */
    private static final List<String> OPENAI_FAILURES =
            List.of("400", "401", "403", "404", "429", "500", "cut", "slow");

    private static final List<String> ANTHROPIC_FAILURES = List.of("400", "401", "429", "500", "cut");

    private FixedDocument() {}

    /**
     * Returns the document.
     *
     * @param upstream the address of a {@link ScriptedUpstream}
     * @param key the master key
     */
    static Map<String, @Nullable Object> of(URI upstream, String key) {
        List<Object> models = new ArrayList<>();
        models.add(model(PLAIN, "openai/plain", upstream));
        models.add(model(EMBED, "openai/embed", upstream));
        models.add(model(CLAUDE, "anthropic/claude", upstream));
        OPENAI_FAILURES.forEach(what -> models.add(model("fail-" + what, "openai/answer-" + what, upstream)));
        ANTHROPIC_FAILURES.forEach(what -> models.add(model("claude-" + what, "anthropic/answer-" + what, upstream)));
        models.add(model(STANDBY, "openai/answer-503", upstream));
        for (String id : List.of("pair-1", "pair-2")) {
            models.add(object(
                    "model_name",
                    PAIR,
                    "litellm_params",
                    parameters("openai/answer-429", upstream),
                    "model_info",
                    object("id", id)));
        }
        return object(
                "model_list",
                models,
                "router_settings",
                object(
                        "num_retries",
                        0,
                        // Long enough to last until the next request, however slow the machine.
                        "cooldown_time",
                        60,
                        "fallbacks",
                        List.of(object(STANDBY, List.of(PLAIN)))),
                "general_settings",
                object("master_key", key));
    }

    private static Map<String, @Nullable Object> model(String name, String upstreamModel, URI upstream) {
        Map<String, @Nullable Object> parameters = parameters(upstreamModel, upstream);
        // The failures of one case must not change the next one.
        parameters.put("cooldown_time", 0);
        return object("model_name", name, "litellm_params", parameters);
    }

    private static Map<String, @Nullable Object> parameters(String upstreamModel, URI upstream) {
        return object(
                "model",
                upstreamModel,
                "api_base",
                upstreamModel.startsWith("anthropic/") ? upstream.toString() : upstream + "/v1",
                "api_key",
                "no-key-is-needed");
    }
}
