package dev.flowgate.cli;

import dev.flowgate.FlowGateException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.Supervision;
import dev.flowgate.process.WatchedService;
import dev.flowgate.profile.ProfileWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code supervisor run}: watches the services in the foreground, until it is interrupted; they go on then. */
@Command(name = "run", description = "Watch the services in the foreground, and restart them as configured.")
final class SupervisorRunCommand implements Callable<Integer> {
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final Workspace workspace;

    SupervisorRunCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        // Like a server, it logs to stderr, which is its own log when it runs as a service.
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        Supervision.Builder builder = Supervision.builder(workspace.supervisor());
        List<WatchedService> services = watched(workspace.config());
        services.forEach(builder::watch);
        try (Interruption.Scope interruptible = workspace.interruption().ofServer();
                Supervision supervision = builder.start();
                ProfileWatch configuration =
                        ProfileWatch.start(workspace.configFile(), WATCH_INTERVAL, () -> reload(supervision))) {
            LoggerFactory.getLogger(SupervisorRunCommand.class).info("watching {} services", services.size());
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        }
    }

    private void reload(Supervision supervision) {
        Logger logger = LoggerFactory.getLogger(SupervisorRunCommand.class);
        try {
            supervision.watch(watched(FlowGateConfig.load(workspace.configFile())));
            logger.info("the changed configuration was taken over");
        } catch (FlowGateException failure) {
            logger.error("The configuration was not taken over, the earlier one stays: {}", failure.getMessage());
        }
    }

    private static List<WatchedService> watched(FlowGateConfig config) {
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
                LoggerFactory.getLogger(SupervisorRunCommand.class)
                        .warn("{} is not watched: {}", service.name(), unusable.getMessage());
            }
        }
        return watched;
    }
}
