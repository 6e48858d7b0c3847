package dev.flowgate.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says that a service ended before it was ready. */
final class EarlyExits {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private EarlyExits() {}

    static ProcessException failure(ServiceFolder folder, ServiceSpec spec, String instance, ServiceExit exit) {
        List<String> lines = ServiceLog.tail(folder, instance, secrets(spec));
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
    private static List<String> secrets(ServiceSpec spec) {
        List<String> secrets = new ArrayList<>();
        for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
            if (!variable.getKey().equals("PATH")) {
                secrets.add(variable.getValue());
            }
        }
        return secrets;
    }
}
