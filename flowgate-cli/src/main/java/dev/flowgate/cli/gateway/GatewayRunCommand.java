package dev.flowgate.cli.gateway;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.event.EventLog;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.gateway.Gateway;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.profile.ProfileWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway run}: the embedded engine in the foreground, until it is interrupted. */
@Command(name = "run", description = "Run the embedded engine in the foreground.")
public final class GatewayRunCommand implements Callable<Integer> {
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);
    private static final int MAX_PORT = 65_535;

    private final Workspace workspace;

    @Option(names = "--port", paramLabel = "PORT", description = "Listen on this port instead of the configured one.")
    @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Listen on this address instead of the configured one.")
    @Nullable String host;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Use this profile, whichever is active; default: the active one, followed when it changes.")
    @Nullable String profile;

    /** Makes the verb. */
    public GatewayRunCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        // This verb is a server: its log goes to stderr, which is the service's log when it is supervised.
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        FlowGateConfig config = workspace.config();
        ServiceConfig router = router(config);
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw new UsageException("--port has to be 0 (any free port) to " + MAX_PORT + ", not " + port + ".");
        }
        String initial = profile == null ? ProfileActivator.currentOrDefault(config) : profile;
        EventLog events = workspace.events();
        Gateway gateway = Gateway.builder()
                .litellm(config.litellm(initial))
                .profile(initial)
                .host(host == null ? router.host() : host)
                .port(port == null ? router.port() : port)
                .events(events)
                .build();
        try (Interruption.Scope interruptible = workspace.interruption().ofServer();
                Gateway running = gateway.start();
                FreshCredentials credentials = new FreshCredentials(events);
                ProfileWatch watch = follow(config, running, credentials, events)) {
            credentials.follow(config);
            Logger logger = LoggerFactory.getLogger(GatewayRunCommand.class);
            logger.info("listening on {} with profile {}", running.baseUri(), initial);
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        }
    }

    private static ServiceConfig router(FlowGateConfig config) {
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router == null) {
            throw new FlowGateException("The configuration has no service 'litellm', which the engine would be.");
        }
        return router;
    }

    private ProfileWatch follow(FlowGateConfig config, Gateway gateway, FreshCredentials credentials, EventLog events) {
        Path file = workspace.configFile();
        Runnable reload = () -> {
            if (profile == null) {
                reload(file, gateway, credentials, events);
            }
        };
        return ProfileWatch.start(config.paths().stateFile(), WATCH_INTERVAL, reload);
    }

    private static void reload(Path file, Gateway gateway, FreshCredentials credentials, EventLog events) {
        Logger logger = LoggerFactory.getLogger(GatewayRunCommand.class);
        FlowGateEvent event = FlowGateEvent.of("config_reload").withService(ServiceConfig.LITELLM);
        try {
            FlowGateConfig config = FlowGateConfig.load(file);
            String name = ProfileActivator.currentOrDefault(config);
            gateway.reload(config.litellm(name), name);
            credentials.follow(config);
            logger.info("profile {} taken over", name);
            events.accept(event.withProfile(name).withResult("success"));
        } catch (FlowGateException failure) {
            logger.error(
                    "The configuration was not taken over, the earlier one stays in use: {}", failure.getMessage());
            events.accept(event.withResult("failed").withDetail("The earlier configuration stays in use."));
        }
    }
}
