package dev.flowgate.cli;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.StopResult;
import java.net.URI;
import java.time.Duration;
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
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(10);

    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "The profile.")
    String name = "";

    ProfileSetCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        FlowGateConfig config = workspace.config();
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        Long pid =
                router != null && workspace.supervisor().status(router.name()) instanceof ServiceStatus.Running running
                        ? running.instance().pid()
                        : null;
        Outcome outcome;
        if (router == null || pid == null) {
            workspace.profiles().activate(config, name);
            outcome = Outcome.NOT_RUNNING;
        } else if (router.type() == ServiceConfig.Type.EMBEDDED) {
            outcome = reload(router);
        } else {
            workspace.profiles().activate(config, name);
            pid = restart(router);
            outcome = pid == null ? Outcome.FAILED : Outcome.RESTARTED;
        }
        workspace
                .output()
                .print(new Switched(
                        name,
                        config.paths().activeConfig().toString(),
                        config.paths().stateFile().toString(),
                        outcome,
                        pid));
        return outcome == Outcome.FAILED ? ExitCode.FAILED : ExitCode.DONE;
    }

    private Outcome reload(ServiceConfig router) throws InterruptedException {
        URI readiness = ServiceSpecs.address(router).resolve("/health/readiness");
        long before = EngineState.ask(readiness).map(EngineState::generation).orElse(-1L);
        workspace.profiles().activate(workspace.config(), name);
        if (EngineState.awaitProfile(readiness, name, before, RELOAD_PATIENCE)) {
            return Outcome.RELOADED;
        }
        workspace
                .output()
                .error("The running engine has not taken profile " + name + " over within "
                        + RELOAD_PATIENCE.toSeconds() + " s. Its log says why: " + Workspace.command()
                        + " service logs "
                        + router.name());
        return Outcome.FAILED;
    }

    private @Nullable Long restart(ServiceConfig router) throws InterruptedException {
        Services services = new Services(workspace);
        try (Interruption interruption = Interruption.ofCurrentThread(ServiceStartCommand.PATIENCE)) {
            if (services.stop(router.name()) instanceof StopResult.Failed failed) {
                workspace
                        .output()
                        .error(router.name() + " could not be stopped, so it still uses the old profile: "
                                + String.join("; ", failed.survivors()));
                return null;
            }
            return services.start(router).instance().pid();
        }
    }

    /** What became of the running router. */
    private enum Outcome {
        NOT_RUNNING,
        RELOADED,
        RESTARTED,
        FAILED
    }

    private record Switched(
            String profile,
            String activeConfig,
            String stateFile,
            Outcome outcome,
            @Nullable Long pid) implements Report {
        @Override
        public List<String> text(Style style) {
            String effect = switch (outcome) {
                case NOT_RUNNING -> "";
                case RELOADED -> "; the running engine uses it, and no request was dropped";
                case RESTARTED -> "; litellm was restarted with it";
                case FAILED -> "; the running router does not use it";
            };
            return List.of(style.mark(outcome != Outcome.FAILED) + " profile " + style.strong(profile) + " is active"
                    + effect);
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
                case FAILED -> lines.add("litellm:reload-failed");
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
