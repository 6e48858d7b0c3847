package dev.flowgate.gateway;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.routing.CooldownTracker;
import dev.flowgate.routing.LoadTracker;
import dev.flowgate.routing.RouteExplanation;
import dev.flowgate.routing.RoutingListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway while it runs: its event loops and what they share. */
final class GatewayServer {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int SHARED_FREE_PORT = -1;
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(5);

    private final GatewaySettings settings;
    private final Generation.Ingredients ingredients;
    private final Engine engine;
    private final CredentialWatch credentials;
    private final Vertx vertx;
    private final List<LoopServer> loops = new ArrayList<>();
    private int port;

    private GatewayServer(GatewaySettings settings) {
        this.settings = settings;
        EventQueue events = new EventQueue(settings.events());
        this.ingredients = ingredients(settings, events);
        Generation first = ingredients.create(1, settings.profile(), settings.litellm());
        this.engine = new Engine(settings.limits(), first, events, new ClientChannels(), Clock.systemUTC());
        this.credentials = new CredentialWatch(() -> engine.current().config(), engine.clock(), this::takeCredentials);
        this.vertx = VertxRuntime.create(settings.eventLoopThreads(), engine.clients());
    }

    static GatewayServer start(GatewaySettings settings) {
        GatewayServer server = new GatewayServer(settings);
        try {
            server.listen();
            server.credentials.start();
            return server;
        } catch (RuntimeException failure) {
            server.engine.drain();
            server.stop(Duration.ZERO);
            throw failure;
        }
    }

    /** Explains a route by a router that serves nobody. It needs no master key. */
    static RouteExplanation explainOffline(GatewaySettings settings, String model) {
        LiteLlmConfig open = new LiteLlmConfig(
                settings.litellm().deployments(),
                settings.litellm().router(),
                null,
                settings.litellm().certificates());
        return ingredients(settings, RoutingListener.NONE)
                .create(0, settings.profile(), open)
                .router()
                .explain(model);
    }

    private static Generation.Ingredients ingredients(GatewaySettings settings, RoutingListener listener) {
        return new Generation.Ingredients(
                settings.environment(),
                settings.limits().connectTimeout().toMillis(),
                new CooldownTracker(settings.nanoTime()),
                new LoadTracker(settings.nanoTime()),
                settings.random(),
                listener);
    }

    private void listen() {
        // Event loops share a free port only when they ask for it by the same negative number.
        int asked = settings.port() == 0 ? SHARED_FREE_PORT : settings.port();
        VertxInternal internal = (VertxInternal) vertx;
        // Each is named: if Vert.x chose, contexts made in between could leave an event loop without a server.
        for (EventExecutor eventLoop : internal.nettyEventLoopGroup()) {
            LoopServer loop = new LoopServer(engine, settings.host(), asked);
            loops.add(loop);
            ContextInternal context = internal.contextBuilder()
                    .withEventLoop((EventLoop) eventLoop)
                    .build();
            await(Future.future(promise ->
                    context.runOnContext(start -> loop.listen(context).onComplete(promise))));
            port = loop.port();
        }
        LOG.debug(
                "Listening on {}:{} with {} event loops, native transport: {}",
                settings.host(),
                port,
                eventLoops(),
                vertx.isNativeTransportEnabled());
    }

    /** How many event loops serve requests. */
    long eventLoops() {
        return loops.stream().map(LoopServer::eventLoop).distinct().count();
    }

    private void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw cannotListen(failure.getCause());
        } catch (TimeoutException slow) {
            throw new GatewayException(
                    "The gateway did not start within " + START_LIMIT.toSeconds()
                            + " s. Try again on a less busy machine.",
                    slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GatewayException("The start of the gateway was interrupted.", interrupted);
        }
    }

    private GatewayException cannotListen(@Nullable Throwable cause) {
        String address = settings.host() + ":" + settings.port();
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        boolean inUse = message.contains("in use");
        return new GatewayException(
                inUse
                        ? "Address " + address + " is in use by another process. Stop it, or choose another port."
                        : "Cannot listen on " + address
                                + ". Check that the address is of this machine and that the port " + "may be used.",
                cause);
    }

    int port() {
        return port;
    }

    synchronized void reload(LiteLlmConfig config, String profile) {
        int number = engine.current().number() + 1;
        engine.use(ingredients.create(number, profile, config));
        List<String> ids =
                config.deployments().stream().map(DeploymentConfig::id).toList();
        ingredients.cooldowns().retain(ids);
        ingredients.loads().retain(ids);
        credentials.start();
    }

    /** Makes the deployments anew with the credentials that there are now. It is the configuration that was there. */
    private synchronized void takeCredentials() {
        Generation now = engine.current();
        engine.use(ingredients.create(now.number(), now.profile(), now.config()));
        LOG.info("The stored credentials are used as they are now.");
    }

    RouteExplanation explain(String model) {
        return engine.current().router().explain(model);
    }

    void close() {
        engine.drain();
        stop(settings.drainTimeout());
    }

    private void stop(Duration drainTimeout) {
        credentials.close();
        List<Future<Void>> drained =
                loops.stream().map(loop -> loop.drain(drainTimeout)).toList();
        Future<Void> stopped = Future.join(drained).transform(done -> vertx.close());
        try {
            stopped.toCompletionStage()
                    .toCompletableFuture()
                    .get(drainTimeout.plus(CLOSE_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("The gateway did not stop in order.", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        engine.events().close();
    }
}
