package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.process.install.InstallException;
import dev.flowgate.process.install.Installation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Installs programs for the verbs: shows how far it is, records what came of it, and gives way to Ctrl-C. */
final class Installing {
    private final Workspace workspace;

    Installing(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Lets a signal end what is being installed; what was in place stays. */
    Interruption.Scope interruptible() {
        return workspace
                .interruption()
                .ofCurrentThread(() -> workspace.output().hint("Interrupted: what was in place before stays."));
    }

    /** Installs a program. */
    Installation install(Program program) throws InterruptedException {
        try (InstallBar bar = new InstallBar(workspace.output(), System::nanoTime)) {
            Installation installation = program.install(bar);
            bar.close();
            installation.notices().forEach(workspace.output()::warning);
            if (installation.change() != Installation.Change.UNCHANGED) {
                record(program, "success", spoken(installation));
            }
            return installation;
        } catch (InstallException failure) {
            record(program, "failed", failure.getMessage());
            throw failure;
        } catch (InterruptedException interrupted) {
            record(program, "interrupted", null);
            throw interrupted;
        }
    }

    /** Brings the version before back, and records it. */
    Installation rollBack(Program program) throws InterruptedException {
        Installation installation = program.rollBack()
                .orElseThrow(() -> new InstallException("There is no earlier version of " + program.service()
                        + " to go back to: a rollback undoes the last replacement."));
        record(program, "success", spoken(installation));
        return installation;
    }

    private void record(Program program, String result, @Nullable String detail) {
        FlowGateEvent event =
                FlowGateEvent.of("bootstrap").withService(program.service()).withResult(result);
        workspace.events().accept(detail == null ? event : event.withDetail(detail));
    }

    private static String spoken(Installation installation) {
        return installation.version() + " "
                + installation.change().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
