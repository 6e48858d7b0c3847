package dev.flowgate.cli.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a check.
 *
 * @param version LiteLLM's version, as it tells it
 * @param outcomes one for each case, in the order of the requests
 * @param leftOut names of the profile's models that were left out, with the reason
 */
record EngineCheckResult(String version, List<CheckOutcome> outcomes, Map<String, String> leftOut) {
    EngineCheckResult {
        outcomes = List.copyOf(outcomes);
        leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }
}
