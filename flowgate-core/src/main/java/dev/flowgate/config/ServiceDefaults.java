package dev.flowgate.config;

import java.time.Duration;

/** What holds for a service that does not say otherwise. */
final class ServiceDefaults {
    static final String HOST = "127.0.0.1";
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private ServiceDefaults() {}

    static int port(String name) {
        return switch (name) {
            case ServiceConfig.LITELLM -> 4000;
            case ServiceConfig.CLIPROXYAPI_PLUS -> 8317;
            default -> 0;
        };
    }

    static String readinessPath(String name) {
        return switch (name) {
            case ServiceConfig.LITELLM -> "/health/readiness";
            case ServiceConfig.CLIPROXYAPI_PLUS -> "/healthz";
            default -> "/";
        };
    }

    /** The real LiteLLM imports for half a minute on a slow machine before it listens. */
    static Duration startupTimeout(String name, ServiceConfig.Type type) {
        return switch (name) {
            case ServiceConfig.LITELLM -> Duration.ofSeconds(type == ServiceConfig.Type.PROCESS ? 120 : 60);
            case ServiceConfig.CLIPROXYAPI_PLUS -> Duration.ofSeconds(20);
            default -> Duration.ofSeconds(60);
        };
    }

    /** CLIProxyAPI gives its running requests 30 s, counted from its start. */
    static Duration stopTimeout(String name) {
        return switch (name) {
            case ServiceConfig.LITELLM -> Duration.ofSeconds(15);
            case ServiceConfig.CLIPROXYAPI_PLUS -> Duration.ofSeconds(35);
            default -> STOP_TIMEOUT;
        };
    }
}
