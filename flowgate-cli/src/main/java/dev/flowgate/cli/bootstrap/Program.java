package dev.flowgate.cli.bootstrap;

import dev.flowgate.process.install.InstallProgress;
import dev.flowgate.process.install.Installation;
import java.util.Optional;

/** A program that FlowGate installs, as the configuration and one command line choose it. */
interface Program {
    /** Returns the service that it is installed for. */
    String service();

    /** Returns what is in place; empty when nothing that FlowGate has installed is. */
    Optional<Installation> installed();

    /** Puts what is chosen in place. */
    Installation install(InstallProgress.Listener listener) throws InterruptedException;

    /** Returns the version that {@link #install} would put in place. */
    String wanted(InstallProgress.Listener listener) throws InterruptedException;

    /** Brings the version before the last replacement back; empty when there is none. */
    Optional<Installation> rollBack() throws InterruptedException;
}
