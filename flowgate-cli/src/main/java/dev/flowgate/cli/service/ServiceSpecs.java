package dev.flowgate.cli.service;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.real.RealServices;
import dev.flowgate.cli.workspace.Extensions;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceProbes;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a configured service is to the supervisor. */
public final class ServiceSpecs {
    private ServiceSpecs() {}

    /** Returns the spec of a configured service. */
    public static ServiceSpec of(FlowGateConfig config, ServiceConfig service) {
        CommandConfig command = service.command();
        return command == null ? embedded(config, service) : process(config, service, command);
    }

    /** Returns the address at which clients on this machine reach a service. */
    static URI address(ServiceConfig service) {
        return service.address().orElseThrow(() -> new IllegalStateException(service.name() + " has no port."));
    }

    /** Returns the address of a service that runs, which may have been started on another port than is configured now. */
    public static URI address(ServiceConfig service, ServiceStatus.Running running) {
        return address(
                running.ports().isEmpty()
                        ? service
                        : service.withPort(running.ports().get(0)));
    }

    static @Nullable URI readiness(ServiceConfig service) {
        return service.addressOf(service.readinessPath()).orElse(null);
    }

    private static ServiceSpec process(FlowGateConfig config, ServiceConfig service, CommandConfig command) {
        return new ServiceSpec(
                service.name(),
                command.args(),
                command.runsIn(),
                environment(config, service, command),
                RealServices.passedThrough(config, service),
                service.host(),
                service.port(),
                RealServices.probes(service),
                service.startupTimeout(),
                service.stopTimeout());
    }

    private static ServiceSpec embedded(FlowGateConfig config, ServiceConfig service) {
        Path file = file(config);
        Path folder = file.getParent();
        return new ServiceSpec(
                service.name(),
                ownCommand(file, List.of("gateway", "run")),
                folder == null ? file : folder,
                sameJava(),
                passThrough(config),
                service.host(),
                service.port(),
                ServiceProbes.readyAt(readiness(service)),
                service.startupTimeout(),
                service.stopTimeout());
    }

    /** Returns a verb of FlowGate itself, without a port, as a service. It gets the variables that services may need. */
    static ServiceSpec launched(
            FlowGateConfig config,
            String name,
            List<String> verb,
            Path folder,
            Duration startupTimeout,
            Duration stopTimeout) {
        return new ServiceSpec(
                name,
                ownCommand(file(config), verb),
                folder,
                sameJava(),
                passThrough(config),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                startupTimeout,
                stopTimeout);
    }

    private static List<String> ownCommand(Path file, List<String> verb) {
        List<String> command = new ArrayList<>(List.of(launcher().toString(), "--config", file.toString()));
        command.addAll(verb);
        return command;
    }

    /** Returns what makes the launcher start the Java that runs here, with the same extensions. */
    private static Map<String, String> sameJava() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(
                "FLOWGATE_JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String extensions = System.getenv(Extensions.FOLDER);
        if (extensions != null && !extensions.isEmpty()) {
            // The service runs in another folder.
            variables.put(
                    Extensions.FOLDER, Path.of(extensions).toAbsolutePath().toString());
        }
        return variables;
    }

    private static Set<String> passThrough(FlowGateConfig config) {
        Set<String> variables = new LinkedHashSet<>(config.environmentVariables());
        variables.add("FLOWGATE_JAVA_OPTIONS");
        return variables;
    }

    private static Path file(FlowGateConfig config) {
        return config.file()
                .orElseThrow(() -> new FlowGateException("A process of FlowGate's own needs a configuration file."))
                .toAbsolutePath();
    }

    private static Path launcher() {
        String home = System.getProperty("flowgate.home");
        if (home == null) {
            throw new FlowGateException(
                    "The engine can only be started by the launcher, bin/flowgate of a distribution.");
        }
        return Path.of(home, "bin", "flowgate");
    }

    private static Map<String, String> environment(
            FlowGateConfig config, ServiceConfig service, CommandConfig command) {
        Map<String, String> environment = new LinkedHashMap<>(RealServices.environment(service));
        command.environment().forEach((name, value) -> {
            if (value.startsWith(SecretReference.ENVIRONMENT_PREFIX)) {
                try {
                    environment.put(
                            name,
                            SecretReference.parse(value).resolve(System::getenv).reveal());
                } catch (SecretException missing) {
                    throw new FlowGateException(
                            "services." + service.name() + ".command.env." + name + ": " + missing.getMessage(),
                            missing);
                }
            } else {
                environment.put(name, value);
            }
        });
        if (service.name().equals(ServiceConfig.CLIPROXYAPI_PLUS)) {
            ManagementPassword.addTo(environment, config, service);
        }
        return environment;
    }
}
