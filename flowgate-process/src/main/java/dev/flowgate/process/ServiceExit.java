package dev.flowgate.process;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a service's process ended.
 *
 * @param code its exit code as a shell reports it, 0 to 255, where 128 + N stands for signal N; null when nothing
 *     recorded it, which is so when the shim that waits for the service was killed
 * @param at when it ended or, when nothing recorded that, when it was found to have ended
 */
public record ServiceExit(@Nullable Integer code, Instant at) {
    private static final int SIGNAL_OFFSET = 128;
    private static final int LAST_SIGNAL = 64;

    /**
     * Returns the signal that the exit code stands for. A program can also exit with such a code by itself, as a JVM
     * does with 143 after SIGTERM: the two cannot be told apart.
     *
     * @return the signal's number, 1 to 64, if the code stands for one
     */
    public OptionalInt signal() {
        return code != null && code > SIGNAL_OFFSET && code <= SIGNAL_OFFSET + LAST_SIGNAL
                ? OptionalInt.of(code - SIGNAL_OFFSET)
                : OptionalInt.empty();
    }

    /**
     * Returns the name of the signal that the exit code stands for.
     *
     * @return such as {@code SIGKILL}, or {@code signal 40} for one without a common name; empty when the code stands for
     *     none
     */
    public Optional<String> signalName() {
        OptionalInt signal = signal();
        return signal.isPresent() ? Optional.of(name(signal.getAsInt())) : Optional.empty();
    }

    /**
     * Says how it ended.
     *
     * @return such as {@code exit code 1}, {@code exit code 137 (SIGKILL)} or {@code exit code unknown}
     */
    public String describe() {
        if (code == null) {
            return "exit code unknown";
        }
        return "exit code " + code + signalName().map(name -> " (" + name + ")").orElse("");
    }

    // The numbers that Linux and macOS agree on.
    private static String name(int signal) {
        return switch (signal) {
            case 1 -> "SIGHUP";
            case 2 -> "SIGINT";
            case 3 -> "SIGQUIT";
            case 4 -> "SIGILL";
            case 6 -> "SIGABRT";
            case 8 -> "SIGFPE";
            case 9 -> "SIGKILL";
            case 11 -> "SIGSEGV";
            case 13 -> "SIGPIPE";
            case 14 -> "SIGALRM";
            case 15 -> "SIGTERM";
            default -> "signal " + signal;
        };
    }
}
