package dev.flowgate.cli.config;

import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.ConfigProblem;
import dev.flowgate.config.ConfigProblem.Severity;
import dev.flowgate.config.FlowGateConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code config validate}: every error and every warning, each with its place. */
@Command(name = "validate", description = "Check the configuration: every error and warning, with line and column.")
final class ConfigValidateCommand implements Callable<Integer> {
    private final Workspace workspace;

    ConfigValidateCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Validation validation = validate(workspace.configFile());
        workspace.output().print(validation);
        return validation.isValid() ? ExitCode.DONE : ExitCode.USAGE;
    }

    private static Validation validate(Path file) {
        try {
            return new Validation(file, FlowGateConfig.load(file).warnings());
        } catch (ConfigException failure) {
            return new Validation(file, failure.problems());
        }
    }

    private record Validation(Path file, List<ConfigProblem> problems) implements Report {
        boolean isValid() {
            return count(Severity.ERROR) == 0;
        }

        @Override
        public List<String> text(Style style) {
            List<String> lines = new ArrayList<>();
            for (ConfigProblem problem : problems) {
                String kind = problem.severity() == Severity.ERROR ? style.bad("error") : style.warning("warning");
                lines.add(kind + "  " + problem.describe());
            }
            String found = count(Severity.ERROR) + " errors, " + count(Severity.WARNING) + " warnings";
            lines.add(style.mark(isValid()) + " " + file + (isValid() ? " is valid" : " cannot be used") + " (" + found
                    + ")");
            return lines;
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            lines.add("config:valid=" + (isValid() ? "yes" : "no") + " errors=" + count(Severity.ERROR) + " warnings="
                    + count(Severity.WARNING) + " path=" + file);
            for (ConfigProblem problem : problems) {
                lines.add("config:" + lower(problem.severity()) + " line=" + problem.line() + " column="
                        + problem.column() + " key=" + problem.keyPath() + " message='"
                        + Flattened.value(message(problem)) + "'");
            }
            return lines;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("path", file.toString());
            members.put("valid", isValid());
            List<Map<String, @Nullable Object>> list = new ArrayList<>();
            for (ConfigProblem problem : problems) {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("severity", lower(problem.severity()));
                entry.put("line", problem.line());
                entry.put("column", problem.column());
                entry.put("key", problem.keyPath());
                entry.put("message", problem.message());
                entry.put("hint", problem.hint());
                list.add(entry);
            }
            members.put("problems", list);
            return members;
        }

        private long count(Severity severity) {
            return problems.stream()
                    .filter(problem -> problem.severity() == severity)
                    .count();
        }

        private static String message(ConfigProblem problem) {
            return problem.hint() == null ? problem.message() : problem.message() + " (" + problem.hint() + ")";
        }

        private static String lower(Severity severity) {
            return severity.name().toLowerCase(Locale.ROOT);
        }
    }
}
