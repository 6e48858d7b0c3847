package dev.flowgate.auth.spi;

import dev.flowgate.config.CommandConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * The command that runs a service.
 *
 * @param args the program and its arguments; not empty, unmodifiable
 * @param workingDirectory the folder that it runs in, absolute
 */
public record ServiceCommand(List<String> args, Path workingDirectory) {
    /** Copies the arguments. */
    public ServiceCommand {
        args = List.copyOf(args);
    }

    /**
     * Returns a configured command, which runs in the folder that FlowGate was started in unless it names another one.
     *
     * @param configured the command
     * @return the command, with its folder
     */
    public static ServiceCommand of(CommandConfig configured) {
        Path folder = configured.workingDirectory();
        return new ServiceCommand(
                configured.args(), folder == null ? Path.of("").toAbsolutePath() : folder);
    }
}
