package dev.flowgate.cli.config;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.flowgate.FlowGateException;
import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ConfigMigration;
import dev.flowgate.config.FileMigration;
import dev.flowgate.config.MigrationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config migrate}: brings a configuration to the newest version of the contract. */
@Command(name = "migrate", description = "Bring the configuration to the newest version; keeps a backup.")
final class ConfigMigrateCommand implements Callable<Integer> {
    private static final int NEWEST = 2;

    private final Workspace workspace;

    @Spec
    CommandSpec spec;

    @Option(names = "--dry-run", description = "Show the difference and write nothing.")
    boolean dryRun;

    @Option(names = "--to-version", paramLabel = "N", description = "The version to bring it to; there is only 2.")
    int toVersion = NEWEST;

    ConfigMigrateCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException {
        if (toVersion != NEWEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Version " + toVersion + " cannot be migrated to; the newest is " + NEWEST + ".");
        }
        Path file = workspace.configFile();
        Outcome outcome;
        if (dryRun) {
            FileMigration preview = ConfigMigration.previewFile(file);
            outcome = new Outcome(
                    file,
                    preview.result(),
                    null,
                    difference(file, preview.result().text()));
        } else {
            FileMigration migration = ConfigMigration.migrateFile(file, Clock.system(ZoneId.systemDefault()));
            outcome = new Outcome(file, migration.result(), migration.backup().orElse(null), List.of());
        }
        workspace.output().print(outcome);
        return ExitCode.DONE;
    }

    private static List<String> difference(Path file, String migrated) throws IOException {
        try {
            List<String> before = lines(Files.readString(file));
            List<String> after = lines(migrated);
            return UnifiedDiffUtils.generateUnifiedDiff(
                    file.toString(), file + " (migrated)", before, DiffUtils.diff(before, after), 1);
        } catch (java.nio.file.NoSuchFileException gone) {
            throw new FlowGateException(file + " was removed meanwhile.", gone);
        }
    }

    private static List<String> lines(String text) {
        return ConfigMigration.withoutSecrets(text).lines().toList();
    }

    private record Outcome(
            Path file, MigrationResult result, @Nullable Path backup, List<String> difference) implements Report {
        @Override
        public List<String> text(Style style) {
            if (!result.changed()) {
                return List.of(
                        style.mark(true) + " " + file + " is at version " + NEWEST + " already; nothing was changed");
            }
            List<String> lines = new ArrayList<>(difference);
            result.steps().forEach(step -> lines.add("  " + step));
            result.notKept().forEach(lost -> lines.add(style.warning("  not kept: ") + lost));
            lines.add(
                    backup == null
                            ? "Nothing was written."
                            : style.mark(true) + " migrated " + file + "; the original is " + backup);
            return lines;
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            lines.add("config:migrated=" + (backup == null ? "no" : "yes") + " needed="
                    + (result.changed() ? "yes" : "no") + " path=" + file
                    + (backup == null ? "" : " backup=" + backup));
            result.steps().forEach(step -> lines.add("config:step='" + Flattened.value(step) + "'"));
            result.notKept().forEach(lost -> lines.add("config:not_kept='" + Flattened.value(lost) + "'"));
            difference.forEach(line -> lines.add("config:difference='" + Flattened.value(line) + "'"));
            return lines;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("path", file.toString());
            members.put("needed", result.changed());
            members.put("migrated", backup != null);
            members.put("backup", backup == null ? null : backup.toString());
            members.put("steps", result.steps());
            members.put("not_kept", result.notKept());
            members.put("difference", difference);
            return members;
        }
    }
}
