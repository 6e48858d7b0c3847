package dev.flowgate.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes records as the file would have them, so that built configurations go the way of loaded ones. */
final class BuiltDocument {
    private BuiltDocument() {}

    static Map<String, Object> paths(PathsConfig paths) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runtime_dir", paths.runtimeDirectory().toString());
        map.put("active_config", paths.activeConfig().toString());
        map.put("state_file", paths.stateFile().toString());
        map.put("log_file", paths.logFile().toString());
        return map;
    }

    static Map<String, Object> bootstrap(BootstrapConfig bootstrap) {
        ReleaseConfig release = bootstrap.cliProxyApi();
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("repository", release.repository());
        server.put("tag", release.tag());
        if (release.asset() != null) {
            server.put("asset", release.asset());
        }
        if (release.sha256() != null) {
            server.put("sha256", release.sha256());
        }
        server.put("api", release.api().toString());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(ServiceConfig.CLIPROXYAPI_PLUS, server);
        if (bootstrap.python() != null) {
            map.put(ServiceConfig.LITELLM, Map.of("python", bootstrap.python()));
        }
        return map;
    }

    static Map<String, Object> service(ServiceConfig service) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", word(service.type()));
        map.put("host", service.host());
        if (service.port() != 0) {
            map.put("port", service.port());
        }
        map.put("readiness_path", service.readinessPath());
        if (service.command() != null) {
            map.put("command", command(service.command()));
        }
        Map<String, Object> dependsOn = new LinkedHashMap<>();
        service.dependsOn().forEach((name, condition) -> dependsOn.put(name, word(condition)));
        map.put("depends_on", dependsOn);
        map.put("restart", word(service.restart()));
        map.put("startup_timeout", seconds(service.startupTimeout()));
        map.put("stop_timeout", seconds(service.stopTimeout()));
        map.put("enabled", service.enabled());
        return map;
    }

    private static Map<String, Object> command(CommandConfig command) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("args", command.args());
        if (command.workingDirectory() != null) {
            map.put("cwd", command.workingDirectory().toString());
        }
        map.put("env", command.environment());
        return map;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
