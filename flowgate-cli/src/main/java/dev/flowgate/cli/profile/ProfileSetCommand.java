package dev.flowgate.cli.profile;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.service.Services;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.StopResult;
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
        Services services = new Services(workspace);
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        Long pid =
                router != null && services.supervisor().status(router.name()) instanceof ServiceStatus.Running running
                        ? running.instance().pid()
                        : null;
        Outcome outcome;
        if (router == null || pid == null) {
            services.activate(name);
            outcome = Outcome.NOT_RUNNING;
        } else if (services.embeddedEngine().isPresent()) {
            outcome = services.activate(name) ? Outcome.RELOADED : Outcome.RELOAD_FAILED;
            if (outcome == Outcome.RELOAD_FAILED) {
                workspace.output().error(services.notTakenOver(name).getMessage());
            }
        } else {
            // A real LiteLLM reads its configuration once; and one that still runs after the configuration went over to
            // the embedded engine would never take anything over.
            services.activate(name);
            pid = restart(services, router);
            outcome = pid == null ? Outcome.RESTART_FAILED : Outcome.RESTARTED;
        }
        workspace
                .output()
                .print(new Switched(
                        name,
                        config.paths().activeConfig().toString(),
                        config.paths().stateFile().toString(),
                        outcome,
                        pid));
        return outcome.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private @Nullable Long restart(Services services, ServiceConfig router) throws InterruptedException {
        try (Interruption.Scope interruptible = services.interruptible()) {
            if (services.stopFirst(router.name()) instanceof StopResult.Failed failed) {
                workspace
                        .output()
                        .error(router.name() + " could not be stopped, so it still uses the old profile: "
                                + String.join("; ", failed.survivors()));
                return null;
            }
            if (workspace.interruption().isAsked()) {
                throw new InterruptedException("interrupted by a signal");
            }
            return services.start(router).instance().pid();
        } catch (ProcessException failure) {
            workspace.output().error(failure.getMessage());
            return null;
        } catch (InterruptedException interrupted) {
            workspace
                    .output()
                    .hint("Profile " + name + " is active, and " + router.name()
                            + " is stopped. To start it: " + workspace.command() + " service start "
                            + router.name());
            throw interrupted;
        }
    }

    /** What became of the running router. */
    private enum Outcome {
        NOT_RUNNING,
        RELOADED,
        RESTARTED,
        RELOAD_FAILED,
        RESTART_FAILED;

        boolean isGood() {
            return this != RELOAD_FAILED && this != RESTART_FAILED;
        }
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
                case RELOAD_FAILED -> "; the running engine does not use it";
                case RESTART_FAILED -> "; litellm does not run with it";
            };
            return List.of(style.mark(outcome.isGood()) + " profile " + style.strong(profile) + " is active" + effect);
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
