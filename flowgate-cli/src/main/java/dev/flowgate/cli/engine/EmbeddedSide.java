package dev.flowgate.cli.engine;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.gateway.Gateway;
import dev.flowgate.json.JsonText;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The embedded engine, in this JVM. */
record EmbeddedSide(Gateway gateway, ScriptedUpstream upstream) implements Side {
    private static final String PROFILE = "check";

    /**
     * Starts the engine.
     *
     * @param document the LiteLLM configuration
     * @param folder where relative paths start; nothing is written
     */
    static EmbeddedSide start(Map<String, @Nullable Object> document, Path folder, ScriptedUpstream upstream) {
        Map<String, @Nullable Object> whole = Json.object(
                "config_version",
                2,
                "paths",
                Json.object(
                        "runtime_dir",
                        "runtime",
                        "active_config",
                        "active.yaml",
                        "state_file",
                        "state.json",
                        "log_file",
                        "flowgate.log"),
                "services",
                Json.object("litellm", Json.object("type", "embedded")),
                "litellm_base",
                document,
                "profiles",
                Json.object(PROFILE, Json.object()));
        FlowGateConfig config = FlowGateConfig.parse(JsonText.compact(whole), folder);
        Gateway gateway = Gateway.builder()
                .litellm(config.litellm(PROFILE))
                .profile(PROFILE)
                .host("127.0.0.1")
                .port(0)
                .drainTimeout(Duration.ZERO)
                .build();
        return new EmbeddedSide(gateway.start(), upstream);
    }

    @Override
    public URI address() {
        return gateway.baseUri();
    }

    @Override
    public void close() {
        gateway.close();
        upstream.close();
    }
}
