package dev.flowgate.process;

import java.util.List;
import java.util.Map;

/**
 * What a process was started with, as far as it can be seen.
 *
 * @param executable the program, resolved
 * @param workingDirectory where it runs
 * @param arguments its command line, with the program first
 * @param environment its variables; they may hold secrets
 */
record ProcessDetails(
        String executable, String workingDirectory, List<String> arguments, Map<String, String> environment) {

    /** Tells whether it was started with the command and the variables of a configuration. */
    boolean isAsIn(ServiceSpec spec) {
        return !arguments.isEmpty()
                && tail(arguments).equals(tail(spec.command()))
                && workingDirectory.equals(spec.workingDirectory().toString())
                && environment.entrySet().containsAll(spec.environment().entrySet());
    }

    /** Shows neither arguments nor values. */
    @Override
    public String toString() {
        return "ProcessDetails[executable=" + executable + "]";
    }

    // The program stands there as it was called, or resolved.
    private static List<String> tail(List<String> words) {
        return words.subList(1, words.size());
    }
}
