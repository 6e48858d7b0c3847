package dev.flowgate.config;

import dev.flowgate.config.ServiceConfig.DependencyCondition;
import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes services of {@code services}, with the defaults that belong to their names. */
final class ServiceReader {
    private final PathsConfig paths;
    private final Path base;
    private final Problems problems;

    ServiceReader(PathsConfig paths, Path base, Problems problems) {
        this.paths = paths;
        this.base = base;
        this.problems = problems;
    }

    Map<String, ServiceConfig> read(Node.Mapping services) {
        Map<String, ServiceConfig> read = new LinkedHashMap<>();
        services.content().forEach((name, entry) -> read.put(name, service(name, entry)));
        if (read.size() <= Contract.MAX_SERVICES) {
            new DependencyCheck(services, problems).check(read);
        }
        return read;
    }

    /** Tells who runs a service: {@code type}, or else whether there is a command; CLIProxyAPI is never embedded. */
    static ServiceConfig.Type type(String name, Node.Mapping service) {
        String type = Values.text(service.get("type"));
        if (type != null) {
            return type.equals("process") ? ServiceConfig.Type.PROCESS : ServiceConfig.Type.EMBEDDED;
        }
        return service.get("command") != null || name.equals(ServiceConfig.CLIPROXYAPI_PLUS)
                ? ServiceConfig.Type.PROCESS
                : ServiceConfig.Type.EMBEDDED;
    }

    private ServiceConfig service(String name, Node.Entry entry) {
        Node.Mapping service = Values.mapping(entry.value());
        ServiceConfig.Type type = type(name, service);
        if (!isName(name)) {
            problems.error(
                    entry.key(),
                    "a service's name has 1 to 64 letters, digits, `_`, `-` and `.`, with a letter or digit first;"
                            + " found " + Quote.value(name),
                    "it becomes the name of a folder");
        }
        if (name.equals(ServiceConfig.SUPERVISOR)) {
            problems.error(
                    entry.key(), "`supervisor` is FlowGate's own process, which watches the others", "rename it");
        }
        checkType(name, entry, service, type);
        Integer port = Values.count(service.get("port"));
        String host = Values.text(service.get("host"));
        checkHost(service.get("host"), host);
        Duration startup = Values.duration(service.get("startup_timeout"));
        Duration stop = Values.duration(service.get("stop_timeout"));
        Boolean enabled = Values.truth(service.get("enabled"));
        String usedHost = host == null ? ServiceDefaults.HOST : host;
        int usedPort = port == null ? ServiceDefaults.port(name) : port;
        CommandConfig command = type == ServiceConfig.Type.PROCESS ? command(name, service, usedHost, usedPort) : null;
        return new ServiceConfig(
                name,
                type,
                usedHost,
                usedPort,
                new ReadinessPath(problems).read(name, service.get("readiness_path"), command),
                command,
                dependsOn(service.get("depends_on")),
                restart(service),
                startup == null ? ServiceDefaults.startupTimeout(name, type) : startup,
                stop == null ? ServiceDefaults.stopTimeout(name) : stop,
                enabled == null || enabled);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
            if (!letterOrDigit && (i == 0 || "_-.".indexOf(c) < 0)) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 64;
    }

    private void checkHost(@Nullable Node node, @Nullable String host) {
        if (node != null && host != null && (host.contains("/") || host.contains(" "))) {
            problems.error(
                    node.origin(),
                    "must be a host name or an address; found " + Quote.value(host),
                    "such as 127.0.0.1");
        }
    }

    private void checkType(String name, Node.Entry entry, Node.Mapping service, ServiceConfig.Type type) {
        boolean hasCommand = service.get("command") != null;
        if (type == ServiceConfig.Type.PROCESS && !hasCommand && !InstalledCommand.exists(name)) {
            problems.error(entry.key(), "a service of type process needs a `command`", "add command.args");
        } else if (type == ServiceConfig.Type.EMBEDDED && !name.equals(ServiceConfig.LITELLM)) {
            problems.error(
                    entry.key(),
                    "only `litellm` can be embedded; this service needs a `command`",
                    hasCommand || InstalledCommand.exists(name) ? "remove `type: embedded`" : "add command.args");
        } else if (type == ServiceConfig.Type.EMBEDDED && hasCommand) {
            problems.warning(
                    entry.key(),
                    "`command` is not used while the service is embedded",
                    "write type: process to use it");
        }
    }

    private CommandConfig command(String name, Node.Mapping service, String host, int port) {
        CommandConfig installed = InstalledCommand.of(name, host, port, paths, base);
        if (service.get("command") == null && installed != null) {
            return installed;
        }
        Node.Mapping command = Values.mapping(service.get("command"));
        List<String> args = new ArrayList<>();
        if (command.get("args") instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                String text = Values.written(item);
                if (text != null) {
                    args.add(text);
                }
            }
        }
        Map<String, String> environment = new LinkedHashMap<>();
        Values.mapping(command.get("env")).content().forEach((variable, entry) -> {
            String text = Values.written(entry.value());
            environment.put(variable, text == null ? "" : text);
        });
        return new CommandConfig(args, PathReader.path(command.get("cwd"), base, problems), environment);
    }

    private static Map<String, DependencyCondition> dependsOn(@Nullable Node node) {
        Map<String, DependencyCondition> dependsOn = new LinkedHashMap<>();
        for (String name : Values.texts(node)) {
            dependsOn.put(name, DependencyCondition.STARTED);
        }
        Values.mapping(node).content().forEach((name, entry) -> {
            String condition = Values.text(entry.value());
            dependsOn.put(
                    name,
                    "healthy".equals(condition)
                            ? DependencyCondition.HEALTHY
                            : "exited0".equals(condition) ? DependencyCondition.EXITED0 : DependencyCondition.STARTED);
        });
        return dependsOn;
    }

    private static RestartPolicy restart(Node.Mapping service) {
        String restart = Values.text(service.get("restart"));
        if ("always".equals(restart)) {
            return RestartPolicy.ALWAYS;
        }
        return "on-failure".equals(restart) ? RestartPolicy.ON_FAILURE : RestartPolicy.NO;
    }
}
