package dev.flowgate.cli.service;

import dev.flowgate.FlowGateException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.process.ServiceProgress;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.process.StartResult;
import dev.flowgate.process.StopResult;
import dev.flowgate.process.Supervision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The process that watches the services, which is started and recorded like one of them. */
final class SupervisorProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    private final FlowGateConfig config;
    private final ServiceSupervisor services;

    SupervisorProcess(FlowGateConfig config, ServiceSupervisor services) {
        this.config = config;
        this.services = services;
    }

    /** Returns the enabled services that somebody has to watch, because they are to be started again. */
    List<String> restarted() {
        return config.services().values().stream()
                .filter(ServiceConfig::enabled)
                .filter(service -> service.restart() != RestartPolicy.NO)
                .map(ServiceConfig::name)
                .toList();
    }

    /** Tells whether somebody watches: this process, or another one. */
    boolean isWatching() {
        return Supervision.holder(config.paths().runtimeDirectory()).isPresent();
    }

    /** Returns who watches in place of this process: a supervisor in the foreground, or a program that embeds FlowGate. */
    OptionalLong substitute() {
        OptionalLong holder = Supervision.holder(config.paths().runtimeDirectory());
        boolean isOwn = services.status(ServiceConfig.SUPERVISOR) instanceof ServiceStatus.Running own
                && holder.equals(OptionalLong.of(own.instance().pid()));
        return isOwn ? OptionalLong.empty() : holder;
    }

    /** Starts it and waits until it watches. One that was started otherwise than it would be now is replaced. */
    StartResult start() throws InterruptedException {
        ServiceSpec spec = ServiceSpecs.launched(
                config,
                ServiceConfig.SUPERVISOR,
                SupervisorLaunch.VERB,
                Path.of("").toAbsolutePath(),
                PATIENCE,
                GRACE);
        StartResult result = services.spawn(spec);
        if (result instanceof StartResult.AlreadyRunning running && !running.sameConfiguration()) {
            if (services.stop(spec.name(), GRACE) instanceof StopResult.Failed failed) {
                throw new FlowGateException("The supervisor has to be replaced and could not be stopped; still there: "
                        + String.join("; ", failed.survivors()));
            }
            result = services.spawn(spec);
        }
        awaitWatching(spec, result);
        return result;
    }

    private void awaitWatching(ServiceSpec spec, StartResult result) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pid = result.instance().pid();
        boolean watching = false;
        try {
            while (!watching
                    && System.nanoTime() - deadline < 0
                    && services.status(spec.name()) instanceof ServiceStatus.Running) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                watching = Supervision.holder(config.paths().runtimeDirectory()).stream()
                        .anyMatch(holder -> holder == pid);
            }
            if (!watching) {
                // It has ended: this says why.
                services.awaitReady(spec, result.instance(), ServiceProgress.Listener.NONE);
            }
        } catch (InterruptedException interrupted) {
            if (result instanceof StartResult.Started) {
                services.stop(result.instance(), GRACE, ServiceProgress.Listener.NONE);
            }
            throw interrupted;
        }
    }
}
