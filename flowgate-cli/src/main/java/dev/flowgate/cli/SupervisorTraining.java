package dev.flowgate.cli;

import dev.flowgate.cli.config.InitCommand;
import dev.flowgate.cli.output.Terminal;
import dev.flowgate.cli.service.ServiceSpecs;
import dev.flowgate.cli.service.SupervisorLaunch;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.process.StopResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Does once what the supervisor usually does, so that {@code bin/flowgate-archive} can record which classes that takes: a
 * service is restarted, and a changed configuration taken over. It works in a folder of its own and leaves nothing running.
 */
final class SupervisorTraining {
    private static final String SERVICE = "sleeper";
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int TRIES = 300;
    private static final int BETWEEN_TRIES_MILLIS = 100;

    private SupervisorTraining() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        Path file = folder.resolve("flowgate.yaml");
        Files.writeString(
                file,
                InitCommand.template()
                        .replace(
                                "services:\n",
                                "services:\n  " + SERVICE
                                        + ": {command: {args: [/bin/sh, -c, \"sleep 60\"]}, restart: always}\n"));
        FlowGateConfig config = FlowGateConfig.load(file);
        ServiceSpec spec =
                ServiceSpecs.of(config, Objects.requireNonNull(config.services().get(SERVICE)));
        ServiceSupervisor services = ServiceSupervisor.in(config.paths().runtimeDirectory());
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(log, true, StandardCharsets.UTF_8);
        Thread supervisor = new Thread(() -> {
            int unused = SupervisorLaunch.run(Terminal.of(err, err), file);
        });
        try {
            long first = services.start(spec).instance().pid();
            supervisor.start();
            await("it watches", () -> log.toString(StandardCharsets.UTF_8).contains("watching"));
            ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
            await(
                    "the service runs again",
                    () -> services.status(SERVICE) instanceof ServiceStatus.Running running
                            && running.instance().pid() != first);
            Files.writeString(file, Files.readString(file) + "# changed\n");
            await(
                    "the change is taken over",
                    () -> log.toString(StandardCharsets.UTF_8).contains("taken over"));
        } finally {
            supervisor.interrupt();
            supervisor.join();
            StopResult stopped = services.stop(SERVICE, GRACE);
            if (stopped instanceof StopResult.Failed) {
                System.err.println("The service that was to be stopped is still there: " + stopped);
            }
        }
    }

    private static void await(String what, BooleanSupplier isSo) throws InterruptedException {
        for (int left = TRIES; !isSo.getAsBoolean(); left--) {
            if (left == 0) {
                throw new IllegalStateException("waited in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        }
    }
}
