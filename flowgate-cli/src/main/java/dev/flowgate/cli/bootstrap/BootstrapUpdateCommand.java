package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.process.install.InstallException;
import dev.flowgate.process.install.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap update}: takes the newest release, restarts the service, and goes back if that does not work. */
@Command(
        name = "update",
        description =
                "Install the newest release, and restart the service with it; goes back if it does not get ready.")
final class BootstrapUpdateCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "cliproxyapi_plus or litellm; default: those that services run, or both when none does."
                    + " LiteLLM's version is the one that belongs to this release of FlowGate.")
    List<String> names = new ArrayList<>();

    @Mixin
    InstallChoice choice = new InstallChoice();

    @Option(names = "--check", description = "Only say whether there is something newer.")
    boolean onlyCheck;

    @Option(names = "--no-restart", description = "Leave a running service with the version it was started with.")
    boolean noRestart;

    /** There is no question to answer; scripts of the Python tool answer it. */
    @Option(
            names = {"-y", "--yes"},
            hidden = true)
    boolean yes;

    BootstrapUpdateCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (choice.tag == null && choice.from == null) {
            choice.tag = ReleaseConfig.LATEST;
        }
        Installing installing = new Installing(workspace);
        Replacement replacement = new Replacement(workspace, installing);
        BootstrapReport report = new BootstrapReport();
        boolean good = true;
        try (Interruption.Scope interruptible = installing.interruptible()) {
            for (Program program : Programs.chosen(workspace.config(), choice, names)) {
                try {
                    good &= update(program, installing, replacement, report);
                } catch (InstallException failure) {
                    good = false;
                    workspace.output().error(failure.getMessage());
                }
            }
        }
        workspace.output().print(report);
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    private boolean update(Program program, Installing installing, Replacement replacement, BootstrapReport report)
            throws InterruptedException {
        Optional<String> before = program.installed().map(Installation::version);
        if (onlyCheck) {
            check(program, before, report);
            return true;
        }
        Installation installation = installing.install(program);
        if (installation.change() == Installation.Change.UNCHANGED) {
            report.addUpToDate(program.service(), installation.version());
            return true;
        }
        report.addUpdated(program.service(), installation.version());
        return noRestart || replacement.restartWithNew(program, report);
    }

    private void check(Program program, Optional<String> before, BootstrapReport report) throws InterruptedException {
        String wanted;
        try (InstallBar bar = new InstallBar(workspace.output(), System::nanoTime)) {
            wanted = program.wanted(bar);
        }
        if (before.filter(wanted::equals).isPresent()) {
            report.addUpToDate(program.service(), wanted);
        } else {
            report.addAvailable(program.service(), before.orElse(null), wanted);
        }
    }
}
