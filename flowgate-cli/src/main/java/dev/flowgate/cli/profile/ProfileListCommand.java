package dev.flowgate.cli.profile;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.profile.ProfileState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code profile list}: the profiles there are, sorted, and which one is active. */
@Command(name = "list", description = "List the profiles.")
final class ProfileListCommand implements Callable<Integer> {
    private final Workspace workspace;

    ProfileListCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        List<String> names =
                workspace.config().profiles().keySet().stream().sorted().toList();
        String current = ProfileState.read(workspace.config().paths().stateFile())
                .map(ProfileState::currentProfile)
                .orElse(null);
        workspace.output().print(new Profiles(names, current, ProfileActivator.currentOrDefault(workspace.config())));
        return ExitCode.DONE;
    }

    private record Profiles(List<String> names, @Nullable String current, String next) implements Report {
        @Override
        public List<String> text(Style style) {
            List<String> lines = new ArrayList<>();
            for (String name : names) {
                if (name.equals(current)) {
                    lines.add(style.strong(name) + style.faint("  active"));
                } else {
                    lines.add(
                            current == null && name.equals(next)
                                    ? name + style.faint("  active at the first start")
                                    : name);
                }
            }
            return lines;
        }

        @Override
        public List<String> kv() {
            return names;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("profiles", names);
            members.put("current_profile", current);
            return members;
        }
    }
}
