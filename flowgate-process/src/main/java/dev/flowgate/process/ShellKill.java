package dev.flowgate.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends signals by the shell's own {@code kill}: Java can send TERM and KILL to single processes and nothing to a group,
 * and a {@code kill} program is not installed everywhere.
 */
final class ShellKill {
    private ShellKill() {}

    /**
     * Sends signals, one after the other. That there is nobody to receive them is no failure: whoever signals looks
     * afterwards at what is left.
     *
     * @param target a process id, or a group id with a minus sign before it
     * @param signals their names without SIG
     * @throws ProcessException if there is no shell
     */
    static void send(String target, String... signals) {
        List<String> command = new ArrayList<>();
        command.add("/bin/sh");
        command.add("-c");
        command.add("target=$1; shift; for signal; do kill -s \"$signal\" -- \"$target\"; done");
        command.add("sh");
        command.add(target);
        command.addAll(List.of(signals));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().clear();
        try {
            waitFor(builder.start());
        } catch (IOException notStarted) {
            throw new ProcessException(
                    "Signals cannot be sent: /bin/sh could not be started. If Java was upgraded while this program ran,"
                            + " start the program again.",
                    new ProcessFailure.SpawnFailed("/bin/sh"),
                    notStarted);
        }
    }

    // It takes some 5 ms, and a signal half sent would leave the caller with the wrong idea: so it is not interrupted.
    private static void waitFor(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
