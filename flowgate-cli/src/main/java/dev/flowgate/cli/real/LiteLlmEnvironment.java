package dev.flowgate.cli.real;

import dev.flowgate.config.CommandConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The variables of the real LiteLLM, as its version 1.75.8 reads them: by {@code envvar} of the options in
 * {@code proxy_cli.py}, and at the start of {@code proxy_server.py}.
 */
public final class LiteLlmEnvironment {
    /** Makes it read another file than that of {@code --config}. */
    private static final String OTHER_CONFIGURATION = "CONFIG_FILE_PATH";

    private static final String OTHER_STORE = "LITELLM_CONFIG_BUCKET_";

    /** They take the place of what the command line and the profile say. */
    private static final Set<String> WITHHELD = Set.of(
            OTHER_CONFIGURATION,
            "WORKER_CONFIG",
            "HOST",
            "PORT",
            "NUM_WORKERS",
            "DEBUG",
            "DETAILED_DEBUG",
            "KEEPALIVE_TIMEOUT",
            "SSL_KEYFILE_PATH",
            "SSL_CERTFILE_PATH");

    private LiteLlmEnvironment() {}

    /** Returns what LiteLLM gets unless the configuration says otherwise. */
    public static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        // Else it loads the next file .env above its own installation.
        defaults.put("LITELLM_MODE", "PRODUCTION");
        // Else it fetches the list of prices at each start, and waits five seconds for it without a network.
        defaults.put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        // Else the end of its log is missing when it is killed.
        defaults.put("PYTHONUNBUFFERED", "1");
        defaults.put("LITELLM_DONT_SHOW_FEEDBACK_BOX", "true");
        // LiteLLM itself reports to nobody in this version; the library that it loads tokenizers with does.
        defaults.put("HF_HUB_DISABLE_TELEMETRY", "1");
        defaults.put("DO_NOT_TRACK", "1");
        return defaults;
    }

    /** Returns those of some variables that LiteLLM may inherit. */
    static Set<String> passedThrough(Set<String> names) {
        Set<String> passed = new TreeSet<>(names);
        passed.removeIf(LiteLlmEnvironment::isWithheld);
        return passed;
    }

    /**
     * Returns what to say about the variables.
     *
     * @param referredTo those that the configuration refers to
     * @param set those that FlowGate itself has
     */
    static List<String> warnings(String service, CommandConfig command, Set<String> referredTo, Set<String> set) {
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(referredTo)) {
            if (isWithheld(name) && set.contains(name) && !command.environment().containsKey(name)) {
                warnings.add(service + " does not get the variable " + name
                        + ", to which the configuration refers: LiteLLM would take it for a setting of its own, in place of"
                        + " what its command and the profile say. Use a variable of another name.");
            }
        }
        if (command.environment().containsKey(OTHER_CONFIGURATION)) {
            warnings.add(
                    "services." + service + ".command.env." + OTHER_CONFIGURATION
                            + " makes LiteLLM read that file and not that of --config, so that profiles have no effect. Remove it.");
        }
        return warnings;
    }

    private static boolean isWithheld(String name) {
        return WITHHELD.contains(name) || name.startsWith(OTHER_STORE);
    }
}
