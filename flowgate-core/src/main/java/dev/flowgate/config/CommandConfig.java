package dev.flowgate.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command that runs a service of type {@link ServiceConfig.Type#PROCESS}.
 *
 * @param args the program and its arguments; not empty
 * @param workingDirectory {@code cwd}, absolute; null means the folder FlowGate is started in
 * @param environment {@code env}: variables for the process; a value {@code os.environ/NAME} is taken from FlowGate's
 *     own environment
 */
public record CommandConfig(List<String> args, @Nullable Path workingDirectory, Map<String, String> environment) {
    /** Copies the collections. */
    public CommandConfig {
        args = List.copyOf(args);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /**
     * Returns the folder that the command runs in.
     *
     * @return {@code cwd}, or the folder that FlowGate was started in; absolute
     */
    public Path runsIn() {
        return workingDirectory == null ? Path.of("").toAbsolutePath() : workingDirectory;
    }

    /**
     * Returns the path of the program, when it is named by one. A name without {@code /} is looked up in the {@code PATH}
     * when it is started.
     *
     * @return the path, absolute and normalized; it need not exist
     */
    public Optional<Path> programPath() {
        String program = args.get(0);
        return program.indexOf('/') < 0
                ? Optional.empty()
                : Optional.of(runsIn().resolve(program).normalize());
    }
}
