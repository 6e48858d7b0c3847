package dev.flowgate.auth.spi;

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
}
