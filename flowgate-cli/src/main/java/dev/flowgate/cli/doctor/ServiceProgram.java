package dev.flowgate.cli.doctor;

import dev.flowgate.cli.real.ProgramFile;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.config.ServiceConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The program of a service, as its configuration names it. */
final class ServiceProgram {
    private ServiceProgram() {}

    /** Returns the command of a service that is enabled and a process; null when it is not. */
    static @Nullable CommandConfig command(Examination examination, String service) {
        ServiceConfig configured = examination.config().services().get(service);
        return configured == null || !configured.enabled() ? null : configured.command();
    }

    /** Returns the program's file; empty when it is not there or may not be executed. */
    static Optional<Path> find(CommandConfig command, Examination examination) {
        return ProgramFile.find(command.args().get(0), command.runsIn(), path(command, examination));
    }

    /** Tells whether it is the one that FlowGate installs. */
    static boolean isInstalled(CommandConfig command, PathsConfig paths) {
        return command.programPath()
                .filter(program -> program.startsWith(paths.binaryDirectory()))
                .isPresent();
    }

    private static @Nullable String path(CommandConfig command, Examination examination) {
        String own = command.environment().get("PATH");
        return own == null ? examination.variable("PATH") : own;
    }
}
