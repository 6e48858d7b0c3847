package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The programs that a command line means. */
final class Programs {
    private static final List<String> ALL = List.of(ServiceConfig.CLIPROXYAPI_PLUS, ServiceConfig.LITELLM);

    private Programs() {}

    /** Returns those that are named; without a name those that services run, and all when no service runs any. */
    static List<Program> chosen(FlowGateConfig config, InstallChoice choice, List<String> names) {
        Set<String> services = new LinkedHashSet<>();
        names.forEach(name -> services.add(service(name)));
        if (names.isEmpty()) {
            ALL.stream().filter(name -> isUsed(config, name)).forEach(services::add);
        }
        if (services.isEmpty()) {
            services.addAll(ALL);
        }
        if (choice.from != null && (names.isEmpty() || services.size() > 1)) {
            throw new UsageException(
                    "--from is the file of one program. Name it: bootstrap download cliproxyapi_plus --from FILE,"
                            + " or bootstrap download litellm --from FILE");
        }
        return services.stream().map(name -> program(config, choice, name)).toList();
    }

    /** Returns the enabled services that run what is installed for them. */
    static List<String> needed(FlowGateConfig config) {
        return ALL.stream()
                .filter(name -> isUsed(config, name))
                .filter(name ->
                        Objects.requireNonNull(config.services().get(name)).enabled())
                .toList();
    }

    /** Tells whether a configured service runs what is installed for it. */
    static boolean isUsed(FlowGateConfig config, String name) {
        ServiceConfig service = config.services().get(name);
        CommandConfig command = service == null ? null : service.command();
        return command != null
                && command.programPath()
                        .filter(config.paths().installedProgram(name)::equals)
                        .isPresent();
    }

    private static String service(String name) {
        return switch (name) {
            case ServiceConfig.LITELLM -> name;
            case ServiceConfig.CLIPROXYAPI_PLUS, "cliproxyapi" -> ServiceConfig.CLIPROXYAPI_PLUS;
            default ->
                throw new UsageException(
                        "There is no program '" + name + "' to install. There are " + String.join(" and ", ALL) + ".");
        };
    }

    private static Program program(FlowGateConfig config, InstallChoice choice, String service) {
        return service.equals(ServiceConfig.LITELLM)
                ? new LiteLlmProgram(config, choice)
                : new CliProxyApiProgram(config, choice);
    }
}
