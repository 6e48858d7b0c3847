package dev.flowgate.process.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether somebody has told pip where packages come from, or how to reach that (pip documentation, "Configuration"). */
final class PipSettings {
    private static final Set<String> VARIABLES = Set.of(
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "PIP_NO_INDEX",
            "PIP_FIND_LINKS",
            "PIP_CERT",
            "PIP_CLIENT_CERT",
            "PIP_TRUSTED_HOST",
            "PIP_PROXY");
    private static final String FILE = "PIP_CONFIG_FILE";

    private PipSettings() {}

    static boolean present(Map<String, String> environment) {
        String named = environment.getOrDefault(FILE, "");
        if (named.equals("/dev/null")) {
            // Which means: no configuration file at all.
            return VARIABLES.stream().anyMatch(environment::containsKey);
        }
        String home = environment.getOrDefault("HOME", "/nonexistent");
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        return VARIABLES.stream().anyMatch(environment::containsKey)
                || !named.isEmpty()
                || Stream.of(
                                "/etc/pip.conf",
                                "/etc/xdg/pip/pip.conf",
                                "/Library/Application Support/pip/pip.conf",
                                configuration + "/pip/pip.conf",
                                home + "/Library/Application Support/pip/pip.conf",
                                home + "/.pip/pip.conf")
                        .map(Path::of)
                        .anyMatch(Files::isRegularFile);
    }
}
