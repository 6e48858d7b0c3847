package dev.flowgate.cli.bootstrap;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.service.Services;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.StopResult;

/** Restarts a service whose program was replaced, and goes back to the program before when it does not get ready. */
final class Replacement {
    private final Workspace workspace;
    private final FlowGateConfig config;
    private final Services services;
    private final Installing installing;

    Replacement(Workspace workspace, Installing installing) {
        this.workspace = workspace;
        this.config = workspace.config();
        this.services = new Services(workspace);
        this.installing = installing;
    }

    /** Restarts the service, if it runs, with a program that is new; returns whether it is ready with that. */
    boolean restartWithNew(Program program, BootstrapReport report) throws InterruptedException {
        if (!runs(program)) {
            return true;
        }
        if (!isStopped(program)) {
            return false;
        }
        if (isReady(program, report)) {
            return true;
        }
        workspace.output().progress("going back to the version of " + program.service() + " before");
        report.addRolledBack(program.service(), installing.rollBack(program).version());
        isReady(program, report);
        return false;
    }

    /** Restarts the service, if it runs, with a program that was brought back; returns whether it is ready with that. */
    boolean restartWithOld(Program program, BootstrapReport report) throws InterruptedException {
        return !runs(program) || (isStopped(program) && isReady(program, report));
    }

    private boolean runs(Program program) {
        return Programs.isUsed(config, program.service())
                && services.supervisor().status(program.service()) instanceof ServiceStatus.Running;
    }

    private boolean isStopped(Program program) throws InterruptedException {
        if (services.stopFirst(program.service()) instanceof StopResult.Failed failed) {
            workspace
                    .output()
                    .error(program.service() + " could not be stopped, so it still runs the other version: "
                            + String.join("; ", failed.survivors()));
            return false;
        }
        return true;
    }

    private boolean isReady(Program program, BootstrapReport report) throws InterruptedException {
        ServiceConfig service = config.services().get(program.service());
        if (service == null) {
            throw new IllegalStateException(program.service() + " is not configured");
        }
        try {
            report.addRestarted(
                    program.service(), services.start(service).instance().pid());
            return true;
        } catch (FlowGateException failure) {
            workspace.output().error(failure.getMessage());
            return false;
        }
    }
}
