package dev.flowgate.cli;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.StartResult;
import dev.flowgate.process.StopResult;
import dev.flowgate.secret.SecretException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code up}: everything, from nothing to a router that is ready. */
@Command(name = "up", description = "Start everything and wait until it is ready.")
final class UpCommand implements Callable<Integer> {
    private final Workspace workspace;

    UpCommand(Workspace workspace) {
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
        List<ServiceConfig> order = StartOrder.toStart(config, services.chosen("all"));
        String profile = services.applyProfile();
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router != null && router.type() == ServiceConfig.Type.EMBEDDED) {
            warnOfMissingSecrets(config.litellm(profile));
        }
        List<UpReport.Service> started = start(services, order);
        workspace.output().print(UpReport.of(config, profile, started, workspace.command()));
        return ExitCode.DONE;
    }

    private List<UpReport.Service> start(Services services, List<ServiceConfig> order) throws InterruptedException {
        Deque<ServiceInstance> ours = new ArrayDeque<>();
        List<UpReport.Service> started = new ArrayList<>();
        try (Interruption interruption = Interruption.ofCurrentThread(Services.patience(order))) {
            try {
                for (ServiceConfig service : order) {
                    workspace.output().progress("starting " + service.name());
                    long begin = System.nanoTime();
                    StartResult result = services.start(service);
                    boolean isOurs = result instanceof StartResult.Started;
                    if (isOurs) {
                        ours.push(result.instance());
                    }
                    Duration took = Duration.ofNanos(System.nanoTime() - begin);
                    started.add(new UpReport.Service(
                            service.name(), result.instance().pid(), isOurs, took));
                }
            } catch (InterruptedException | RuntimeException failure) {
                undo(services, ours);
                throw failure;
            }
        }
        return started;
    }

    private void undo(Services services, Deque<ServiceInstance> ours) throws InterruptedException {
        // An interrupt that is pending would end the stops before they have begun.
        boolean interrupted = Thread.interrupted();
        for (ServiceInstance instance : ours) {
            workspace.output().progress("stopping " + instance.service() + " again");
            try {
                if (services.undo(instance) instanceof StopResult.Failed failed) {
                    workspace
                            .output()
                            .error(instance.service() + " could not be stopped again; still there: "
                                    + String.join("; ", failed.survivors()));
                }
            } catch (ProcessException failure) {
                // The failure that brought us here is the one to report; the next service is stopped all the same.
                workspace.output().error(failure.getMessage());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
