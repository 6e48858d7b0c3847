package dev.flowgate.cli.profile;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.json.JsonText;
import dev.flowgate.profile.ProfileDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code profile diff}: what changes from one profile to another. */
@Command(name = "diff", description = "Show what changes from one profile to another.")
final class ProfileDiffCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(index = "0", paramLabel = "A", description = "The profile to compare from.")
    String left = "";

    @Parameters(index = "1", paramLabel = "B", description = "The profile to compare to.")
    String right = "";

    ProfileDiffCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        FlowGateConfig config = workspace.config();
        List<ProfileDiff> differences =
                ProfileDiff.between(config.redactedDocument(left), config.redactedDocument(right));
        workspace.output().print(new Differences(left, right, differences));
        return ExitCode.DONE;
    }

    private record Differences(String left, String right, List<ProfileDiff> differences) implements Report {
        @Override
        public List<String> text(Style style) {
            if (differences.isEmpty()) {
                return List.of(left + " and " + right + " make the same configuration.");
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("KEY", left.toUpperCase(java.util.Locale.ROOT), right.toUpperCase(java.util.Locale.ROOT)));
            for (ProfileDiff difference : differences) {
                rows.add(List.of(difference.keyPath(), shown(difference.left()), shown(difference.right())));
            }
            return style.table(rows);
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            for (ProfileDiff difference : differences) {
                lines.add(difference.keyPath() + " " + left + "=" + shown(difference.left()) + " " + right + "="
                        + shown(difference.right()));
            }
            return lines;
        }

        @Override
        public Object json() {
            List<Map<String, @Nullable Object>> list = new ArrayList<>();
            for (ProfileDiff difference : differences) {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                members.put("key", difference.keyPath());
                members.put("left", difference.left());
                members.put("right", difference.right());
                list.add(members);
            }
            return Map.of("differences", list);
        }

        private static String shown(@Nullable Object value) {
            return value == null ? "-" : JsonText.compact(value);
        }
    }
}
