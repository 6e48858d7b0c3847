package dev.flowgate.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment of a service: a few variables of the caller's, those that the specification adds, and the cookie. */
final class ServiceEnvironment {
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR");
    private static final String LOCALE = "LC_";

    /** Variables that put foreign code or options into a process; they count only where a specification declares them. */
    private static final Set<String> NEVER_PASSED_THROUGH =
            Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "LD_PRELOAD", "PYTHONPATH", "PYTHONHOME");

    private static final String MAC_LOADER = "DYLD_";

    private ServiceEnvironment() {}

    static Map<String, String> of(ServiceSpec spec, Map<String, String> caller) {
        Map<String, String> environment = new TreeMap<>();
        for (Map.Entry<String, String> variable : caller.entrySet()) {
            String name = variable.getKey();
            boolean standard = INHERITED.contains(name) || name.startsWith(LOCALE);
            if (standard || (spec.passThrough().contains(name) && !isDangerous(name))) {
                environment.put(name, variable.getValue());
            }
        }
        environment.putAll(spec.environment());
        return environment;
    }

    static void addCookie(Map<String, String> environment, String service, String instance) {
        environment.put(Cookie.INSTANCE, instance);
        environment.put(Cookie.SERVICE, service);
    }

    static List<String> names(Map<String, String> environment) {
        return List.copyOf(environment.keySet());
    }

    private static boolean isDangerous(String name) {
        return NEVER_PASSED_THROUGH.contains(name) || name.startsWith(MAC_LOADER);
    }
}
