package dev.flowgate.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of services that say none, because they run what FlowGate has installed. */
final class InstalledCommand {
    private InstalledCommand() {}

    /** Tells whether there is a program that FlowGate installs for a service. */
    static boolean exists(String service) {
        return service.equals(ServiceConfig.LITELLM) || service.equals(ServiceConfig.CLIPROXYAPI_PLUS);
    }

    /**
     * Returns the command of a service; null when there is no program that FlowGate installs for it.
     *
     * @param base the folder of FlowGate's configuration, where that of CLIProxyAPI lies beside it
     */
    static @Nullable CommandConfig of(String service, String host, int port, PathsConfig paths, Path base) {
        List<String> arguments;
        Path folder = paths.runtimeDirectory();
        switch (service) {
            case ServiceConfig.LITELLM ->
                arguments = List.of(
                        "--config", paths.activeConfig().toString(), "--host", host, "--port", Integer.toString(port));
            case ServiceConfig.CLIPROXYAPI_PLUS -> {
                arguments = List.of(
                        "-config",
                        base.resolve(PathsConfig.SERVER_CONFIGURATION).toString());
                // It takes settings and keys from a file .env where it runs; the service's own folder has none.
                folder = folder.resolve("services").resolve(service);
            }
            default -> {
                return null;
            }
        }
        return new CommandConfig(concat(paths.installedProgram(service), arguments), folder, Map.of());
    }

    private static List<String> concat(Path program, List<String> arguments) {
        return Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    }
}
