package dev.flowgate.cli.doctor;

import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One page of checks. */
record DoctorReport(List<Diagnosis> diagnoses) implements Report {
    DoctorReport {
        diagnoses = List.copyOf(diagnoses);
    }

    boolean isHealthy() {
        return diagnoses.stream().allMatch(diagnosis -> diagnosis.finding().isPassed());
    }

    /** Tells whether the configuration can be used, or was not looked at. */
    boolean isConfigured() {
        return diagnoses.stream()
                .noneMatch(diagnosis -> diagnosis.check().equals(ConfigCheck.NAME)
                        && !diagnosis.finding().isPassed());
    }

    @Override
    public List<String> text(Style style) {
        int width = diagnoses.stream()
                .mapToInt(diagnosis -> diagnosis.check().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Diagnosis diagnosis : diagnoses) {
            Finding finding = diagnosis.finding();
            String padded =
                    diagnosis.check() + " ".repeat(width - diagnosis.check().length());
            String details = finding.details().entrySet().stream()
                    .map(detail -> detail.getKey() + "=" + detail.getValue())
                    .collect(Collectors.joining("  "));
            String seen = finding.skipped() == null ? details : "skipped: " + finding.skipped();
            lines.add((mark(finding, style) + " " + padded + "  " + style.faint(seen)).stripTrailing());
            finding.problems().forEach(problem -> lines.addAll(told(problem, style.bad("fail"), style)));
            finding.warnings().forEach(warning -> lines.addAll(told(warning, style.warning("warning"), style)));
            diagnosis.fixed().forEach(fixed -> lines.add("    " + style.good("fixed") + ": " + fixed));
        }
        lines.add("");
        lines.add(summary(style));
        return lines;
    }

    private static String mark(Finding finding, Style style) {
        if (finding.skipped() != null) {
            return style.faint("-");
        }
        return finding.isPassed() && !finding.warnings().isEmpty()
                ? style.warning("!")
                : style.mark(finding.isPassed());
    }

    private static List<String> told(Remark remark, String kind, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add("    " + kind + ": " + onOneLine(remark.text()));
        if (remark.command() != null) {
            lines.add("      repair: " + style.strong(remark.command()));
        }
        if (remark.advice() != null) {
            lines.add("      " + onOneLine(remark.advice()));
        }
        return lines;
    }

    private static String onOneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private String summary(Style style) {
        long failed = diagnoses.stream()
                .filter(diagnosis -> !diagnosis.finding().isPassed())
                .count();
        long warned = diagnoses.stream()
                .filter(diagnosis -> diagnosis.finding().isPassed()
                        && !diagnosis.finding().warnings().isEmpty())
                .count();
        long skipped = diagnoses.stream()
                .filter(diagnosis -> diagnosis.finding().skipped() != null)
                .count();
        return style.mark(failed == 0) + " " + diagnoses.size() + " checks: " + failed + " failed, " + warned
                + " with warnings, " + skipped + " skipped";
    }

    @Override
    public List<String> kv() {
        return diagnoses.stream().map(DoctorReport::line).toList();
    }

    private static String line(Diagnosis diagnosis) {
        Finding finding = diagnosis.finding();
        KeyValues line = new KeyValues().add("doctor:" + diagnosis.check(), finding.isPassed() ? "pass" : "fail");
        finding.details().forEach(line::add);
        line.add("skipped", finding.skipped());
        line.add("problem", joined(finding.problems().stream().map(Remark::text)));
        line.add("warning", joined(finding.warnings().stream().map(Remark::text)));
        line.add("fixed", joined(diagnosis.fixed().stream()));
        List<Remark> remarks = finding.isPassed() ? finding.warnings() : finding.problems();
        List<String> commands = commands(remarks);
        line.add("suggestion", commands.isEmpty() ? null : String.join(" && ", commands));
        line.add(
                "advice",
                joined(remarks.stream()
                        .flatMap(remark -> Stream.ofNullable(remark.advice()))
                        .distinct()));
        return line.line();
    }

    private static List<String> commands(List<Remark> remarks) {
        return remarks.stream()
                .flatMap(remark -> Stream.ofNullable(remark.command()))
                .distinct()
                .toList();
    }

    private static @Nullable String joined(Stream<String> texts) {
        String joined = texts.map(DoctorReport::onOneLine).collect(Collectors.joining("; "));
        return joined.isEmpty() ? null : joined;
    }

    @Override
    public Object json() {
        List<Map<String, @Nullable Object>> checks = new ArrayList<>();
        for (Diagnosis diagnosis : diagnoses) {
            Finding finding = diagnosis.finding();
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("name", diagnosis.check());
            members.put("result", finding.isPassed() ? "pass" : "fail");
            members.put("skipped", finding.skipped());
            members.put("details", finding.details());
            members.put("problems", json(finding.problems()));
            members.put("warnings", json(finding.warnings()));
            members.put("fixed", diagnosis.fixed());
            checks.add(members);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("healthy", isHealthy());
        document.put("checks", checks);
        return document;
    }

    private static List<Map<String, @Nullable Object>> json(List<Remark> remarks) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Remark remark : remarks) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("message", remark.text());
            members.put("command", remark.command());
            members.put("advice", remark.advice());
            list.add(members);
        }
        return list;
    }
}
