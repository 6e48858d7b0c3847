package dev.flowgate.cli.engine;

import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a check.
 *
 * @param result what came of it
 * @param all whether a person is to see what is known, too
 */
record EngineCheckReport(EngineCheckResult result, boolean all) implements Report {
    @Override
    public List<String> text(Style style) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("REQUEST", "LITELLM", "FLOWGATE", "VERDICT"));
        result.outcomes().forEach(outcome -> rows.add(row(outcome, style)));
        List<String> table = style.table(rows);
        List<String> lines = new ArrayList<>();
        lines.add(table.get(0));
        for (int i = 0; i < result.outcomes().size(); i++) {
            lines.add(table.get(i + 1));
            addDetails(lines, result.outcomes().get(i), style);
        }
        result.leftOut().forEach((model, why) -> lines.add(style.warning("left out") + " model " + model + ": " + why));
        lines.add("");
        lines.add(summary());
        return lines;
    }

    private static List<String> row(CheckOutcome outcome, Style style) {
        String verdict = outcome.verdict().text();
        return List.of(
                outcome.id(),
                shown(outcome.litellmStatus()),
                shown(outcome.flowgateStatus()),
                switch (outcome.verdict()) {
                    case SAME -> style.good(verdict);
                    case KNOWN -> style.faint(verdict);
                    case DIFFERS -> style.bad(verdict);
                });
    }

    private void addDetails(List<String> lines, CheckOutcome outcome, Style style) {
        outcome.unexplained().forEach(difference -> lines.add("  " + difference.text()));
        if (all) {
            outcome.known()
                    .forEach(known -> lines.add(
                            style.faint("  " + known.difference().text() + " (known: " + known.reason() + ")")));
            outcome.gone()
                    .forEach(gone -> lines.add(
                            style.warning("  no longer differs: ") + gone.path() + " (" + gone.reason() + ")"));
        }
    }

    private String summary() {
        return result.outcomes().size() + " requests to LiteLLM " + result.version() + " and FlowGate: "
                + count(CheckOutcome.Verdict.SAME) + " answered the same, " + count(CheckOutcome.Verdict.KNOWN)
                + " differently as documented, " + count(CheckOutcome.Verdict.DIFFERS)
                + " differently and unexplained.";
    }

    private long count(CheckOutcome.Verdict verdict) {
        return result.outcomes().stream()
                .filter(outcome -> outcome.verdict() == verdict)
                .count();
    }

    private static String shown(int status) {
        return status == 0 ? "none" : String.valueOf(status);
    }

    @Override
    public List<String> kv() {
        List<String> lines = new ArrayList<>();
        for (CheckOutcome outcome : result.outcomes()) {
            KeyValues line = new KeyValues()
                    .add("engine_check:" + outcome.id(), outcome.verdict().text())
                    .add("litellm_status", shown(outcome.litellmStatus()))
                    .add("flowgate_status", shown(outcome.flowgateStatus()));
            outcome.unexplained().forEach(difference -> line.add("difference", difference.text()));
            lines.add(line.line());
        }
        result.leftOut()
                .forEach((model, why) -> lines.add(new KeyValues()
                        .add("engine_check_left_out", model)
                        .add("reason", why)
                        .line()));
        lines.add(new KeyValues()
                .add("litellm_version", result.version())
                .add("same", count(CheckOutcome.Verdict.SAME))
                .add("known", count(CheckOutcome.Verdict.KNOWN))
                .add("differs", count(CheckOutcome.Verdict.DIFFERS))
                .line());
        return lines;
    }

    @Override
    public Object json() {
        List<Object> cases = new ArrayList<>();
        for (CheckOutcome outcome : result.outcomes()) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("case", outcome.id());
            members.put("verdict", outcome.verdict().text());
            members.put("litellm_status", outcome.litellmStatus());
            members.put("flowgate_status", outcome.flowgateStatus());
            members.put(
                    "differences",
                    outcome.unexplained().stream()
                            .map(EngineCheckReport::members)
                            .toList());
            List<Object> known = new ArrayList<>();
            for (CheckOutcome.Explained explained : outcome.known()) {
                Map<String, @Nullable Object> one = members(explained.difference());
                one.put("reason", explained.reason());
                known.add(one);
            }
            members.put("known", known);
            members.put(
                    "gone", outcome.gone().stream().map(KnownDifference::path).toList());
            cases.add(members);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("litellm_version", result.version());
        document.put("cases", cases);
        document.put("left_out", result.leftOut());
        return document;
    }

    private static Map<String, @Nullable Object> members(Difference difference) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("path", difference.path());
        members.put("litellm", difference.litellm());
        members.put("flowgate", difference.flowgate());
        return members;
    }
}
