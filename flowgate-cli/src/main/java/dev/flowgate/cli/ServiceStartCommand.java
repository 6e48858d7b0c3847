package dev.flowgate.cli;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.StartResult;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code service start}: starts services and waits until they are ready. */
@Command(name = "start", description = "Start services and wait until they are ready.")
final class ServiceStartCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    ServiceStartCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        Services services = new Services(workspace);
        var chosen = StartOrder.toStart(workspace.config(), services.chosen(target));
        if (includesRouter(chosen)) {
            services.applyProfile();
        }
        ServiceReport report = new ServiceReport();
        Set<String> failed = new HashSet<>();
        try (Interruption interruption = Interruption.ofCurrentThread(Services.patience(chosen))) {
            for (ServiceConfig service : chosen) {
                start(services, service, failed, report);
            }
        }
        workspace.output().print(report);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    static boolean includesRouter(Collection<ServiceConfig> services) {
        return services.stream().anyMatch(service -> service.name().equals(ServiceConfig.LITELLM));
    }

    private void start(Services services, ServiceConfig service, Set<String> failed, ServiceReport report)
            throws InterruptedException {
        for (String dependency : service.dependsOn().keySet()) {
            if (failed.contains(dependency)) {
                failed.add(service.name());
                report.add(service.name(), "start-failed", false, null, "it depends on " + dependency);
                return;
            }
        }
        try {
            StartResult result = services.start(service);
            String detail = result instanceof StartResult.AlreadyRunning ? "it was running" : null;
            report.add(service.name(), "started", true, result.instance().pid(), detail);
        } catch (ProcessException failure) {
            failed.add(service.name());
            report.add(service.name(), "start-failed", false, null, null);
            workspace.output().error(failure.getMessage());
        }
    }
}
