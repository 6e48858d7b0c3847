package dev.flowgate.cli;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.StartResult;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.profile.ProfileState;
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
    private static final Duration PATIENCE = Duration.ofSeconds(45);

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
        List<ServiceConfig> order = StartOrder.of(config, services.chosen("all"));
        String profile = applyProfile(config, services);
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router != null && router.type() == ServiceConfig.Type.EMBEDDED) {
            warnOfMissingSecrets(config.litellm(profile));
        }
        List<UpReport.Service> started = start(services, order);
        workspace.output().print(UpReport.of(config, profile, started));
        return ExitCode.DONE;
    }

    /** A second {@code up} finds the profile's files in place and leaves a running engine alone. */
    private static String applyProfile(FlowGateConfig config, Services services) {
        String profile = ProfileActivator.currentOrDefault(config);
        boolean inPlace = ProfileState.read(config.paths().stateFile())
                .filter(state -> state.currentProfile().equals(profile))
                .filter(state -> ProfileActivator.isCurrent(config, state))
                .isPresent();
        return inPlace ? profile : services.applyProfile();
    }

    private List<UpReport.Service> start(Services services, List<ServiceConfig> order) throws InterruptedException {
        Deque<ServiceInstance> ours = new ArrayDeque<>();
        List<UpReport.Service> started = new ArrayList<>();
        try (Interruption interruption = Interruption.ofCurrentThread(PATIENCE)) {
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
            services.undo(instance);
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
