package dev.flowgate.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says that a service ended before it was ready. */
final class EarlyExits {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private EarlyExits() {}

    /**
     * Makes the failure.
     *
     * @param environment the variables that the service got
     */
    static ProcessException failure(
            ServiceFolder folder,
            ServiceSpec spec,
            String instance,
            ServiceExit exit,
            Map<String, String> environment) {
        List<String> lines = ServiceLog.tail(folder, instance, secrets(spec, environment));
        StringBuilder message = new StringBuilder(spec.name())
                .append(" ended before it was ready, with ")
                .append(exit.describe())
                .append('.');
        if (exit.code() != null && (exit.code() == NOT_EXECUTABLE || exit.code() == NOT_FOUND)) {
            message.append(
                            " That is what is reported when a program cannot be executed: check that it is made for this")
                    .append(" machine, and the first line if it is a script.");
        }
        if (lines.isEmpty()) {
            message.append(" It wrote nothing to ").append(folder.log()).append('.');
        } else {
            message.append(" The end of ").append(folder.log()).append(':');
            for (String line : lines) {
                message.append("\n  ").append(line);
            }
        }
        return new ProcessException(message.toString(), new ProcessFailure.EarlyExit(exit, lines));
    }

    /** Returns the values a program could print although they are secret. */
    static List<String> secrets(ServiceSpec spec, Map<String, String> environment) {
        List<String> secrets = new ArrayList<>();
        environment.forEach((name, value) -> {
            boolean isSpecial =
                    spec.environment().containsKey(name) || spec.passThrough().contains(name);
            if (isSpecial && !name.equals("PATH")) {
                secrets.add(value);
            }
        });
        return secrets;
    }
}
