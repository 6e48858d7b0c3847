package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.real.ServedModels.Finding;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ProcessFailure;
import java.util.List;

/** Says what a LiteLLM that was just started serves, when that is not what the profile has. */
record ModelsReport(String service, String profile, Output output) {
    private static final int MANY = 10;

    /**
     * Warns of what is amiss.
     *
     * @throws ProcessException if no model of the profile is served
     */
    void tell(Finding finding) {
        if (finding instanceof Finding.None none) {
            throw new ProcessException(
                    service + " is ready, but has none of the models of profile " + profile + ": "
                            + list(none.expected())
                            + ". LiteLLM leaves out what it cannot use, and its log says why. It was stopped again.",
                    new ProcessFailure.NotReady("it has none of the models of profile " + profile));
        }
        if (finding instanceof Finding.Missing missing) {
            output.warning(service + " does not have these models of profile " + profile + ": " + list(missing.names())
                    + ". LiteLLM leaves out what it cannot use, and its log says why.");
        } else if (finding instanceof Finding.Refused refused) {
            output.warning(service + " is ready, but refuses the key in " + refused.source()
                    + ", so that its models could not be compared with those of profile " + profile + ".");
        } else if (finding instanceof Finding.Unclear unclear) {
            output.warning(service + " is ready, but did not say which models it has: " + unclear.why() + ".");
        }
    }

    private static String list(List<String> names) {
        return names.size() <= MANY
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MANY)) + " and " + (names.size() - MANY) + " more";
    }
}
