package dev.flowgate.cli.service;

import dev.flowgate.cli.config.InitCommand;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.StartResult;
import dev.flowgate.secret.SecretException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: everything, from nothing to a router that is ready. */
@Command(name = "up", description = "Start everything and wait until it is ready.")
public final class UpCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Option(
            names = "--supervise",
            description =
                    "Start the supervisor too, although no service is to be restarted: it reports crashes at once.")
    boolean supervise;

    /** Makes the verb. */
    public UpCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!workspace.hasConfigFile()) {
            InitCommand.write(workspace.configFile());
            workspace.output().progress("wrote " + workspace.configFile() + " (edit it to add your models)");
        }
        FlowGateConfig config = workspace.config();
        Services services = new Services(workspace);
        List<ServiceConfig> order = new ServiceSelection(workspace).inStartOrder();
        String profile = new RouterProfile(workspace).ensureActive();
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router != null && router.type() == ServiceConfig.Type.EMBEDDED) {
            warnOfMissingSecrets(config.litellm(profile));
        }
        List<UpReport.Service> started = start(services, order);
        workspace.output().print(UpReport.of(config, profile, started, workspace.command()));
        return ExitCode.DONE;
    }

    private List<UpReport.Service> start(Services services, List<ServiceConfig> order) throws InterruptedException {
        Startup startup = new Startup(services, order, false);
        try (Interruption.Scope interruptible = services.interruptible()) {
            try {
                startup.run();
                startup.outcomes().values().forEach(UpCommand::requireGood);
                List<UpReport.Service> started = new ArrayList<>();
                startup.outcomes().forEach((service, outcome) -> started.add(line(service.name(), outcome)));
                UpReport.Service supervisor = supervise(services);
                if (supervisor != null) {
                    started.add(supervisor);
                }
                return started;
            } catch (InterruptedException | RuntimeException failure) {
                startup.undo().forEach(workspace.output()::error);
                throw failure;
            }
        }
    }

    private static void requireGood(Startup.Outcome outcome) {
        if (outcome instanceof Startup.Outcome.Failed failed) {
            throw failed.why();
        }
    }

    private static UpReport.Service line(String name, Startup.Outcome outcome) {
        if (outcome instanceof Startup.Outcome.Up up) {
            boolean isOurs = up.result() instanceof StartResult.Started;
            return new UpReport.Service(name, up.result().instance().pid(), isOurs, up.took());
        }
        Duration took = outcome instanceof Startup.Outcome.Completed completed ? completed.took() : Duration.ZERO;
        return new UpReport.Service(name, null, true, took);
    }

    private UpReport.@Nullable Service supervise(Services services) throws InterruptedException {
        SupervisorProcess supervisor = services.supervisorProcess();
        List<String> restarted = supervisor.restarted();
        if (services.supervisor().status(ServiceConfig.SUPERVISOR) instanceof ServiceStatus.Crashed crashed) {
            workspace.output().warning("the supervisor had " + Spoken.crash(crashed.exit()));
        }
        if (!supervise && restarted.isEmpty()) {
            return null;
        }
        OptionalLong substitute = supervisor.substitute();
        if (substitute.isPresent()) {
            workspace.output().progress("pid " + substitute.getAsLong() + " watches the services already");
            return null;
        }
        workspace
                .output()
                .progress("starting supervisor"
                        + (restarted.isEmpty() ? "" : ", which restarts " + String.join(", ", restarted)));
        long begin = System.nanoTime();
        StartResult result = supervisor.start();
        return new UpReport.Service(
                ServiceConfig.SUPERVISOR,
                result.instance().pid(),
                result instanceof StartResult.Started,
                Duration.ofNanos(System.nanoTime() - begin));
    }

    private void warnOfMissingSecrets(LiteLlmConfig litellm) {
        Set<String> warnings = new LinkedHashSet<>();
        for (DeploymentConfig deployment : litellm.deployments()) {
            if (deployment.apiKey() == null || deployment.mockResponse() != null) {
                continue;
            }
            try {
                deployment.apiKey().resolve(System::getenv);
            } catch (SecretException missing) {
                warnings.add("model " + deployment.modelName() + " ("
                        + deployment.provider().id() + "/" + deployment.upstreamModel() + ") will not answer: "
                        + missing.getMessage());
            }
        }
        warnings.forEach(workspace.output()::warning);
    }
}
