package dev.flowgate.cli.profile;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.service.Services;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code profile set}: makes a profile the active one, also for a router that runs. */
@Command(name = "set", description = "Make a profile the active one; a running router follows.")
final class ProfileSetCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "The profile.")
    String name = "";

    ProfileSetCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        FlowGateConfig config = workspace.config();
        ProfileSwitch.Result result = new ProfileSwitch(workspace, new Services(workspace)).to(name);
        if (result.problem() != null) {
            workspace.output().error(result.problem());
        }
        workspace
                .output()
                .print(new Switched(
                        name,
                        config.paths().activeConfig().toString(),
                        config.paths().stateFile().toString(),
                        result.outcome(),
                        result.pid()));
        return result.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private record Switched(
            String profile,
            String activeConfig,
            String stateFile,
            ProfileSwitch.Outcome outcome,
            @Nullable Long pid) implements Report {
        @Override
        public List<String> text(Style style) {
            String effect = switch (outcome) {
                case NOT_RUNNING -> "";
                case RELOADED -> "; the running engine uses it, and no request was dropped";
                case RESTARTED -> "; litellm was restarted with it";
                case RELOAD_FAILED -> "; the running engine does not use it";
                case RESTART_FAILED -> "; litellm does not run with it";
            };
            return List.of(
                    style.mark(!outcome.isFailure()) + " profile " + style.strong(profile) + " is active" + effect);
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            lines.add("profile=" + profile);
            lines.add("active_config=" + activeConfig);
            lines.add("state_file=" + stateFile);
            switch (outcome) {
                case NOT_RUNNING -> {}
                case RELOADED -> lines.add("litellm:reloaded pid=" + pid);
                case RESTARTED -> lines.add("litellm:restarted pid=" + pid);
                case RELOAD_FAILED -> lines.add("litellm:reload-failed");
                case RESTART_FAILED -> lines.add("litellm:restart-failed");
            }
            return lines;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("profile", profile);
            members.put("active_config", activeConfig);
            members.put("state_file", stateFile);
            members.put("litellm", outcome.name().toLowerCase(java.util.Locale.ROOT));
            members.put("pid", pid);
            return members;
        }
    }
}
