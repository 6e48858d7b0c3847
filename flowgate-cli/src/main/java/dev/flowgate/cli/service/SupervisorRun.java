package dev.flowgate.cli.service;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.Supervision;
import dev.flowgate.process.WatchedService;
import dev.flowgate.profile.ProfileWatch;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Watches the services until the thread is interrupted; they go on then. */
final class SupervisorRun {
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final Workspace workspace;
    private final SupervisorLog log;

    SupervisorRun(Workspace workspace) {
        this.workspace = workspace;
        this.log = new SupervisorLog(workspace.terminal().err(), Clock.systemUTC());
    }

    void run() throws InterruptedException {
        // What the libraries have to say goes to stderr, too, as that of a server does.
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        Supervision.Builder builder = Supervision.builder(workspace.supervisor());
        List<WatchedService> services = watched(workspace.config());
        services.forEach(builder::watch);
        try (Interruption.Scope interruptible = workspace.interruption().ofServer();
                Supervision supervision = builder.start();
                ProfileWatch configuration =
                        ProfileWatch.start(workspace.configFile(), WATCH_INTERVAL, () -> reload(supervision))) {
            log.line("watching " + services.size() + (services.size() == 1 ? " service" : " services"));
            new CountDownLatch(1).await();
        }
    }

    private void reload(Supervision supervision) {
        try {
            supervision.watch(watched(FlowGateConfig.load(workspace.configFile())));
            log.line("the changed configuration was taken over");
        } catch (FlowGateException failure) {
            log.line("the changed configuration was not taken over, the earlier one stays: " + failure.getMessage());
        }
    }

    private List<WatchedService> watched(FlowGateConfig config) {
        List<WatchedService> watched = new ArrayList<>();
        for (ServiceConfig service : config.services().values()) {
            try {
                // FlowGate's own engine says by its exit code that its configuration is wrong.
                int configurationError = service.type() == ServiceConfig.Type.EMBEDDED
                        ? ExitCode.USAGE
                        : WatchedService.CONFIGURATION_ERROR;
                watched.add(new WatchedService(
                        ServiceSpecs.of(config, service), service.restart(), Set.of(configurationError)));
            } catch (FlowGateException unusable) {
                log.line(service.name() + " is not watched: " + unusable.getMessage());
            }
        }
        return watched;
    }
}
