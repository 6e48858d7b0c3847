package dev.flowgate.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the shim of a new instance.
 *
 * @param withHost whether the service ends with this JVM
 */
record Spawn(ServiceFolder folder, ServiceSpec spec, String instance, boolean withHost) {
    private static final String UMASK = "077";
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    /**
     * Starts it.
     *
     * @param environment the variables that the service gets
     * @return the shim, which lives as long as the service
     */
    Process run(Path program, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command(program))
                .directory(spec.workingDirectory().toFile())
                .redirectInput(withHost ? Redirect.PIPE : Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.appendTo(folder.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        ServiceEnvironment.addCookie(builder.environment(), spec.name(), instance);
        try {
            Process shim = builder.start();
            if (withHost) {
                Tether.hold(shim);
            }
            return shim;
        } catch (IOException failed) {
            folder.delete(folder.record());
            throw new ProcessException(
                    "Cannot start " + spec.name() + ": /bin/sh could not be started for " + program
                            + ". If Java was upgraded while this program ran, start the program again; if an argument"
                            + " is longer than 128 KB, shorten it.",
                    new ProcessFailure.SpawnFailed(program.toString()),
                    failed);
        }
    }

    private List<String> command(Path program) {
        List<String> command = new ArrayList<>();
        for (Path setsid : SETSID) {
            if (command.isEmpty() && Files.isExecutable(setsid)) {
                command.add(setsid.toString());
            }
        }
        command.add("/bin/sh");
        command.add(folder.shim().toString());
        if (withHost) {
            command.addAll(Tether.arguments(spec.stopTimeout()));
        }
        command.add(folder.path().toString());
        command.add(instance);
        command.add(UMASK);
        command.add(folder.log().toString());
        command.add(program.toString());
        command.addAll(spec.command().subList(1, spec.command().size()));
        return command;
    }
}
