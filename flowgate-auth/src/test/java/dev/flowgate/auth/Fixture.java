package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.config.AuthProviderConfig;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.FlowGateConfigBuilder;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.event.FlowGateEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Providers of a configuration below a folder of the test, with a clock that the test moves. */
final class Fixture {
    final List<FlowGateEvent> events = new CopyOnWriteArrayList<>();
    final PathsConfig paths;
    volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final FlowGateConfigBuilder config;
    private final AuthMethodRegistry.Builder registry =
            AuthMethodRegistry.builder().discover(false);

    Fixture(Path folder) {
        paths = PathsConfig.under(folder.resolve(".router"));
        config = FlowGateConfig.builder()
                .baseDirectory(folder)
                .paths(paths)
                .service(ServiceConfig.embedded())
                .litellmBase(Map.of(
                        "model_list",
                        List.of(Map.of(
                                "model_name",
                                "demo",
                                "litellm_params",
                                Map.of("model", "openai/demo", "mock_response", "Hello")))))
                .profile("balanced", Map.of());
    }

    Fixture provider(String name, AuthMethod method, Map<String, Object> settings) {
        config.authProvider(new AuthProviderConfig(name, method.id(), settings));
        return method(method);
    }

    Fixture method(AuthMethod method) {
        registry.method(method);
        return this;
    }

    Fixture cliProxyApi() {
        config.service(ServiceConfig.process(
                ServiceConfig.CLIPROXYAPI_PLUS, new CommandConfig(List.of("proxy"), null, Map.of())));
        return this;
    }

    AuthMethodRegistry.Builder registry() {
        return registry;
    }

    Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    AuthProviders providers() {
        return AuthProviders.builder(config.build())
                .registry(registry.build())
                .clock(clock())
                .environment(name -> name.equals("VENDOR_KEY") ? "marker-environment" : null)
                .events(events::add)
                .build();
    }
}
