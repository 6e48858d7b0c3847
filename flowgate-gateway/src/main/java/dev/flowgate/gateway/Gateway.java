package dev.flowgate.gateway;

import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.routing.RouteExplanation;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded engine: an HTTP server that speaks the OpenAI and the Anthropic API and routes each request to a
 * configured deployment.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder().config(config).profile("balanced").port(0).build().start()) {
 *     URI base = gateway.baseUri();
 * }
 * }</pre>
 *
 * <p>An upstream's error that is final is passed on with its status. When there was no answer the status is 502 for a
 * connection that failed or broke and 504 for a timeout, which the SDKs of both protocols try again. When every
 * deployment is cooling down it is 429 with {@code retry-after}.
 *
 * <p>All methods may be called by any thread. The engine's threads are daemons named {@code flowgate-...}; nothing is
 * opened before {@link #start()}, nothing is written to disk, and no shutdown hook is registered.
 */
public final class Gateway implements AutoCloseable {
    private final GatewaySettings settings;

    private @Nullable GatewayServer server;
    private boolean closed;

    Gateway(GatewaySettings settings) {
        this.settings = settings;
    }

    /**
     * Starts to describe a gateway.
     *
     * @return a builder with the defaults
     */
    public static GatewayBuilder builder() {
        return new GatewayBuilder();
    }

    /**
     * Begins to load what a gateway needs, in the background, so that a start soon after takes less time. Opens nothing
     * and returns at once; a program whose start is not waited for does not need it.
     */
    public static void prepare() {
        VertxRuntime.prepare();
    }

    /**
     * Opens the port. Returns when requests are answered.
     *
     * @return this gateway
     * @throws GatewayException if the address is in use or cannot be bound, if it is reachable from other hosts and the
     *     configuration has no master key, or if the configuration cannot be run; nothing stays open then
     * @throws dev.flowgate.secret.SecretException if the master key cannot be resolved
     * @throws IllegalStateException if the gateway was started or closed before
     */
    public synchronized Gateway start() {
        if (server != null || closed) {
            throw new IllegalStateException("A gateway can be started once.");
        }
        requireKeyForOtherHosts(settings.litellm());
        server = GatewayServer.start(settings);
        return this;
    }

    /**
     * Returns the port in use, which is a free one if 0 was asked for.
     *
     * @return the port
     * @throws IllegalStateException if the gateway is not running
     */
    public int port() {
        return running().port();
    }

    /**
     * Returns the address to give to clients. OpenAI clients want {@code /v1} after it.
     *
     * @return such as {@code http://127.0.0.1:4000}
     * @throws IllegalStateException if the gateway is not running
     */
    public URI baseUri() {
        String host = settings.host().indexOf(':') >= 0 ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + port());
    }

    /**
     * Replaces the configuration at once. Requests under way finish on the old one; a deployment that keeps its id keeps
     * its cooldown.
     *
     * @param config the new configuration
     * @param profile the name of the profile it comes from
     * @throws GatewayException if the configuration cannot be run; the old one stays in force then
     * @throws dev.flowgate.secret.SecretException if the master key cannot be resolved; the old configuration stays
     * @throws IllegalStateException if the gateway is not running
     */
    public synchronized void reload(LiteLlmConfig config, String profile) {
        requireKeyForOtherHosts(config);
        running().reload(config, profile);
    }

    /**
     * Explains how a model name would be routed, without sending anything. While the gateway runs, deployments that are
     * cooling down are shown so; before it is started, or after it is closed, all are taken to be healthy.
     *
     * @param model a model name
     * @return the explanation; it has no groups when the name is unknown
     */
    public synchronized RouteExplanation explain(String model) {
        GatewayServer running = server;
        return running != null ? running.explain(model) : GatewayServer.explainOffline(settings, model);
    }

    /**
     * Stops accepting, waits for running requests as long as the drain timeout allows, and resets the rest. Does
     * nothing when the gateway is not running.
     */
    @Override
    public synchronized void close() {
        closed = true;
        GatewayServer running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }

    private synchronized GatewayServer running() {
        GatewayServer running = server;
        if (running == null) {
            throw new IllegalStateException("The gateway is not running.");
        }
        return running;
    }

    private void requireKeyForOtherHosts(LiteLlmConfig config) {
        if (config.masterKey() != null) {
            return;
        }
        try {
            if (InetAddress.getByName(settings.host()).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException unknown) {
            throw new GatewayException(
                    "The host " + settings.host() + " to listen on is unknown. Use an address of this machine, such as "
                            + "127.0.0.1.",
                    unknown);
        }
        throw new GatewayException(
                "Other hosts could use the models: " + settings.host()
                        + " is not a loopback address and no master_key is "
                        + "set. Set general_settings.master_key, or listen on 127.0.0.1.",
                null);
    }
}
