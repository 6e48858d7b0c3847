package dev.flowgate.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a service is and how it is run.
 *
 * @param name its name, which is also its folder's: 1 to 64 letters, digits, {@code _}, {@code -} and {@code .}, with a
 *     letter or digit first
 * @param command the program and its arguments, passed on as they are: no shell reads them. A program without a
 *     {@code /} is looked up in the {@code PATH} that the service gets, one with a relative path in the working directory
 * @param workingDirectory the folder the service runs in, absolute
 * @param environment variables for the service; they may hold secrets, so no value is written to a file, an event, a
 *     log or an argument. Names are letters, digits and {@code _}, without a digit first
 * @param passThrough names of variables that the service inherits besides the standard ones
 * @param host the address it listens on, a name or a literal; only looked at when there is a port
 * @param port the port it listens on, 1 to 65535; 0 when it listens on none
 * @param probes where it is asked whether it is ready and whether it lives
 * @param startupTimeout how long it may take to become ready, more than zero
 * @param stopTimeout how long it may take to end before it is killed, zero or more
 */
public record ServiceSpec(
        String name,
        List<String> command,
        Path workingDirectory,
        Map<String, String> environment,
        Set<String> passThrough,
        String host,
        int port,
        ServiceProbes probes,
        Duration startupTimeout,
        Duration stopTimeout) {

    /**
     * Checks the values and copies the collections.
     *
     * @throws IllegalArgumentException if a value is not as described above; the message names it
     */
    public ServiceSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        passThrough = Set.copyOf(passThrough);
        ServiceNames.requireValid(name);
        SpecChecks.requireCommand(name, command);
        SpecChecks.requireEnvironment(name, environment, passThrough);
        SpecChecks.requireAddress(name, port, probes);
        require(
                workingDirectory.isAbsolute(),
                name,
                "the working directory has to be absolute, not '" + workingDirectory + "'");
        require(
                !startupTimeout.isNegative() && !startupTimeout.isZero(),
                name,
                "the startup timeout has to be more than zero, not " + startupTimeout);
        require(!stopTimeout.isNegative(), name, "the stop timeout has to be zero or more, not " + stopTimeout);
    }

    /**
     * Returns the address that answers 2xx when the service is ready.
     *
     * @return the address; null when owning the port is enough
     */
    public @Nullable URI readiness() {
        return probes.readiness();
    }

    /**
     * Tells two configurations apart without showing them.
     *
     * @return the SHA-256 of everything that shapes the process (command, folder, declared environment, address,
     *     readiness address), in hexadecimal. Timeouts and the other probes are left out: they can change while the
     *     service runs
     */
    public String digest() {
        return SpecDigest.of(this);
    }

    /** Shows neither arguments nor environment values: both can hold secrets. */
    @Override
    public String toString() {
        return "ServiceSpec[name=" + name + ", program=" + command.get(0) + ", arguments=" + (command.size() - 1)
                + ", environment=" + environment.keySet() + ", host=" + host + ", port=" + port + "]";
    }

    private static void require(boolean condition, String name, String what) {
        if (!condition) {
            throw new IllegalArgumentException("service " + name + ": " + what);
        }
    }
}
