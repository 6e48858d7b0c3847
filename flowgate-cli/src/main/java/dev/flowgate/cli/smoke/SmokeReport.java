package dev.flowgate.cli.smoke;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import java.util.List;
import java.util.Map;

/**
 * What became of all the steps.
 *
 * @param steps those that were come to, in their order
 */
record SmokeReport(List<SmokeStep> steps) implements Report {
    SmokeReport {
        steps = List.copyOf(steps);
    }

    boolean isGood() {
        return steps.stream().allMatch(SmokeStep::passed);
    }

    @Override
    public List<String> text(Style style) {
        return steps.stream().flatMap(step -> step.text(style).stream()).toList();
    }

    @Override
    public List<String> kv() {
        return steps.stream().flatMap(step -> step.kv().stream()).toList();
    }

    @Override
    public Object json() {
        return Map.of(
                "ok", isGood(), "steps", steps.stream().map(SmokeStep::json).toList());
    }
}
