package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.AdoptResult;
import dev.flowgate.process.ProcessException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code service adopt}: takes over services that run although their records were lost. */
@Command(name = "adopt", description = "Take over services that run although their records were lost.")
final class ServiceAdoptCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    ServiceAdoptCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        Services services = new Services(workspace);
        ServiceReport report = new ServiceReport();
        for (ServiceConfig service : new ServiceSelection(workspace).chosen(target)) {
            adopt(services, service, report);
        }
        workspace.output().print(report);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void adopt(Services services, ServiceConfig service, ServiceReport report) throws InterruptedException {
        try {
            AdoptResult result = services.supervisor().adopt(ServiceSpecs.of(workspace.config(), service));
            if (result instanceof AdoptResult.Adopted adopted) {
                report.add(service.name(), "adopted", true, adopted.instance().pid(), null);
            } else if (result instanceof AdoptResult.AlreadyKnown known) {
                report.add(service.name(), "adopted", true, known.instance().pid(), "it was known already");
            } else {
                // Of all, those that run are meant.
                report.add(service.name(), "not-running", target.equals("all"), null, null);
            }
        } catch (ProcessException failure) {
            report.add(service.name(), "adopt-failed", false, null, null);
            workspace.output().error(failure.getMessage());
        }
    }
}
