package dev.flowgate.process;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conditions a {@link ServiceSpec} has to meet. Messages show names, never environment values or arguments. */
final class SpecChecks {
    private SpecChecks() {}

    static void requireCommand(String name, List<String> command) {
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw invalid(name, "the command needs a program");
        }
        for (int i = 0; i < command.size(); i++) {
            if (command.get(i).indexOf('\0') >= 0) {
                throw invalid(name, "word " + i + " of the command contains a NUL character");
            }
        }
    }

    static void requireEnvironment(String name, Map<String, String> environment, Set<String> passThrough) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            requireVariableName(name, variable.getKey());
            if (variable.getValue().indexOf('\0') >= 0) {
                throw invalid(name, "the value of the variable " + variable.getKey() + " contains a NUL character");
            }
        }
        for (String variable : passThrough) {
            requireVariableName(name, variable);
        }
    }

    static void requireAddress(String name, int port, ServiceProbes probes) {
        if (port < 0 || port > 65535) {
            throw invalid(name, "the port has to be 1 to 65535, or 0 for none, not " + port);
        }
        requireProbe(name, port, "readiness", probes.readiness());
        requireProbe(name, port, "second readiness", probes.readinessElsewhere());
        requireProbe(name, port, "liveness", probes.liveness());
        if (probes.readinessElsewhere() != null && probes.readiness() == null) {
            throw invalid(name, "a second readiness address needs a first one, which answers 404");
        }
    }

    private static void requireProbe(String name, int port, String kind, @Nullable URI address) {
        if (address == null) {
            return;
        }
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw invalid(name, "the " + kind + " address has to look like http://HOST:PORT/PATH, not " + address);
        }
        if (port == 0) {
            throw invalid(
                    name, "a " + kind + " address needs a port: only an answer from the service's own port counts");
        }
    }

    // The names a POSIX shell keeps: dash, which runs the shim, drops any other variable in silence.
    private static void requireVariableName(String name, String variable) {
        boolean valid = !variable.isEmpty() && !isDigit(variable.charAt(0));
        for (int i = 0; i < variable.length() && valid; i++) {
            char c = variable.charAt(i);
            valid = c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        if (!valid) {
            throw invalid(
                    name,
                    "'" + variable + "' is no name for a variable: letters, digits and _ are allowed, no digit first");
        }
        if (variable.equals(Cookie.INSTANCE) || variable.equals(Cookie.SERVICE)) {
            throw invalid(name, "the variable " + variable + " is FlowGate's own, to recognise its services");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException invalid(String name, String what) {
        return new IllegalArgumentException("service " + name + ": " + what);
    }
}
