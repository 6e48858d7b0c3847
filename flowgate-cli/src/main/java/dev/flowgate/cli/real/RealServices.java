package dev.flowgate.cli.real;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceProbes;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.install.LiteLlmReleases;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the two programs that FlowGate knows are given, where they are asked, and what is worth a warning. */
public final class RealServices {
    private static final String LITELLM_READINESS = "/health/readiness";
    private static final String CLIPROXYAPI_READINESS = "/healthz";

    private RealServices() {}

    /** Returns the variables that a service gets unless its {@code command.env} has them. */
    public static Map<String, String> environment(ServiceConfig service) {
        return isLiteLlm(service) ? LiteLlmEnvironment.defaults() : Map.of();
    }

    /** Returns the variables that a service inherits: LiteLLM resolves {@code os.environ/NAME} by itself. */
    public static Set<String> passedThrough(FlowGateConfig config, ServiceConfig service) {
        return isLiteLlm(service) ? LiteLlmEnvironment.passedThrough(config.environmentVariables()) : Set.of();
    }

    /** Returns where a service that a command runs is asked; nowhere when it has no port. */
    public static ServiceProbes probes(ServiceConfig service) {
        URI readiness = service.addressOf(service.readinessPath()).orElse(null);
        if (readiness == null) {
            return ServiceProbes.NONE;
        }
        ServiceProbes probes = ServiceProbes.readyAt(readiness);
        if (isCliProxyApi(service) && service.readinessPath().equals(CLIPROXYAPI_READINESS)) {
            // Versions before 6.9.10 have no other path that needs no key.
            return probes.orElseAt(service.addressOf("/").orElse(readiness));
        }
        if (isLiteLlm(service) && service.readinessPath().endsWith(LITELLM_READINESS)) {
            return probes.aliveAt(
                    service.addressOf(path(service, "/health/liveliness")).orElse(readiness));
        }
        return probes;
    }

    /** Returns a path of LiteLLM's, behind the prefix that its readiness path has. */
    public static String path(ServiceConfig service, String path) {
        String readiness = service.readinessPath();
        return readiness.endsWith(LITELLM_READINESS)
                ? readiness.substring(0, readiness.length() - LITELLM_READINESS.length()) + path
                : path;
    }

    /**
     * Returns what to say before a service is started.
     *
     * @param folder the folder that it will run in
     * @param variables the names of FlowGate's own variables
     */
    public static List<String> warnings(
            FlowGateConfig config, ServiceConfig service, Path folder, Set<String> variables) {
        CommandConfig command = service.command();
        List<String> warnings = new ArrayList<>();
        if (command == null) {
            return warnings;
        }
        boolean hasEnvironmentFile = Files.exists(folder.resolve(".env"));
        if (isLiteLlm(service)) {
            warnings.addAll(
                    LiteLlmEnvironment.warnings(service.name(), command, config.environmentVariables(), variables));
            if (hasEnvironmentFile && !command.environment().containsKey("LITELLM_MODE")) {
                warnings.add(folder.resolve(".env") + " is not read by " + service.name()
                        + ", which runs with LITELLM_MODE=PRODUCTION. Declare what it needs in services."
                        + service.name() + ".command.env.");
            }
        }
        if (isCliProxyApi(service) && hasEnvironmentFile) {
            warnings.add(service.name() + " takes settings and keys from " + folder.resolve(".env")
                    + " (MANAGEMENT_PASSWORD, DEPLOY, WRITABLE_PATH, and where it keeps its files), because it runs in that"
                    + " folder. If that is not meant, set services." + service.name() + ".command.cwd to another one.");
        }
        return warnings;
    }

    /**
     * Returns why a service must not be started: it would run a LiteLLM that is known to do harm. Runs nothing of it.
     *
     * @param path the value of FlowGate's own {@code PATH}; null when there is none
     * @return what is wrong and what to do; empty when nothing is known against it
     */
    public static Optional<String> refusal(ServiceConfig service, ServiceSpec spec, @Nullable String path) {
        return isLiteLlm(service)
                ? ProgramFile.find(
                                spec.command().get(0),
                                spec.workingDirectory(),
                                spec.environment().getOrDefault("PATH", path))
                        .flatMap(LiteLlmReleases::refusal)
                : Optional.empty();
    }

    static boolean isLiteLlm(ServiceConfig service) {
        return service.name().equals(ServiceConfig.LITELLM) && service.type() == ServiceConfig.Type.PROCESS;
    }

    static boolean isCliProxyApi(ServiceConfig service) {
        return service.name().equals(ServiceConfig.CLIPROXYAPI_PLUS);
    }
}
