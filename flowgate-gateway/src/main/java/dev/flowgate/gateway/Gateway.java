package dev.flowgate.gateway;

import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.routing.RouteExplanation;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The embedded engine: an HTTP server that speaks the OpenAI and the Anthropic API and routes each request to a
 * configured deployment.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.builder().litellm(config).port(0).build().start()) {
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
    private final Builder settings;
    private final LiteLlmConfig initial;

    private @Nullable GatewayServer server;
    private boolean closed;

    private Gateway(Builder settings, LiteLlmConfig initial) {
        this.settings = new Builder(settings);
        this.initial = initial;
    }

    /**
     * Starts to describe a gateway.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
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
        requireKeyForOtherHosts(initial);
        server = GatewayServer.start(settings, initial);
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
        String host = settings.host.indexOf(':') >= 0 ? "[" + settings.host + "]" : settings.host;
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
     * Explains how a model name would be routed now, without sending anything.
     *
     * @param model a model name
     * @return the explanation; it has no groups when the name is unknown
     * @throws IllegalStateException if the gateway is not running
     */
    public RouteExplanation explain(String model) {
        return running().explain(model);
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
            if (InetAddress.getByName(settings.host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException unknown) {
            throw new GatewayException(
                    "The host " + settings.host + " to listen on is unknown. Use an address of this machine, such as "
                            + "127.0.0.1.",
                    unknown);
        }
        throw new GatewayException(
                "Other hosts could use the models: " + settings.host
                        + " is not a loopback address and no master_key is "
                        + "set. Set general_settings.master_key, or listen on 127.0.0.1.",
                null);
    }

    /** Describes a gateway. Not safe for use by several threads at once. */
    public static final class Builder {
        private static final int MAX_PORT = 65_535;

        private @Nullable LiteLlmConfig config;
        String profile = "default";
        String host = "127.0.0.1";
        int port = 4000;
        UnaryOperator<@Nullable String> environment = name -> name == null ? null : System.getenv(name);
        Consumer<FlowGateEvent> events = event -> {};
        Duration drainTimeout = Duration.ofSeconds(10);
        GatewayLimits limits = GatewayLimits.DEFAULTS;
        int eventLoopThreads = Runtime.getRuntime().availableProcessors();
        LongSupplier nanoTime = System::nanoTime;
        RandomGenerator random = new SharedRandom();

        private Builder() {}

        private Builder(Builder other) {
            config = other.config;
            profile = other.profile;
            host = other.host;
            port = other.port;
            environment = other.environment;
            events = other.events;
            drainTimeout = other.drainTimeout;
            limits = other.limits;
            eventLoopThreads = other.eventLoopThreads;
            nanoTime = other.nanoTime;
            random = other.random;
        }

        /**
         * Sets the configuration to run. Required.
         *
         * @param configuration the LiteLLM part of a configuration
         * @return this
         */
        public Builder litellm(LiteLlmConfig configuration) {
            this.config = configuration;
            return this;
        }

        /**
         * Sets the name of the profile, which the readiness endpoint shows.
         *
         * @param name the name
         * @return this
         */
        public Builder profile(String name) {
            this.profile = name;
            return this;
        }

        /**
         * Sets the address to listen on; default 127.0.0.1. Any that is not loopback needs a master key.
         *
         * @param address a host name or an address of this machine
         * @return this
         */
        public Builder host(String address) {
            this.host = address;
            return this;
        }

        /**
         * Sets the port to listen on; default 4000.
         *
         * @param number 0 for any free port, to 65535
         * @return this
         */
        public Builder port(int number) {
            if (number < 0 || number > MAX_PORT) {
                throw new IllegalArgumentException("The port must be 0 to " + MAX_PORT + ", but it is " + number + ".");
            }
            this.port = number;
            return this;
        }

        /**
         * Sets where environment variables come from; default {@link System#getenv(String)}.
         *
         * @param lookup gives the value of a variable, or null
         * @return this
         */
        public Builder environment(UnaryOperator<@Nullable String> lookup) {
            this.environment = lookup;
            return this;
        }

        /**
         * Sets who hears of fallbacks and cooldowns; default nobody. It is called on a thread of its own; events that it
         * is too slow for are dropped and counted.
         *
         * @param consumer takes the events
         * @return this
         */
        public Builder events(Consumer<FlowGateEvent> consumer) {
            this.events = consumer;
            return this;
        }

        /**
         * Sets how long {@link Gateway#close()} waits for running requests; default 10 s.
         *
         * @param timeout zero or more
         * @return this
         */
        public Builder drainTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("The drain timeout must not be negative: " + timeout + ".");
            }
            this.drainTimeout = timeout;
            return this;
        }

        /**
         * Sets the limits; default {@link GatewayLimits#DEFAULTS}.
         *
         * @param values the limits
         * @return this
         */
        public Builder limits(GatewayLimits values) {
            this.limits = values;
            return this;
        }

        /**
         * Sets how many event loops serve; default one for each processor.
         *
         * @param count at least 1
         * @return this
         */
        public Builder eventLoopThreads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("At least one event loop is needed, but " + count + " was given.");
            }
            this.eventLoopThreads = count;
            return this;
        }

        /** For tests: the time by which deployments cool down. */
        Builder nanoTime(LongSupplier source) {
            this.nanoTime = source;
            return this;
        }

        /** For tests: the source of chance. */
        Builder random(RandomGenerator source) {
            this.random = source;
            return this;
        }

        /**
         * Makes the gateway, without opening anything.
         *
         * @return the gateway, to be started
         * @throws IllegalStateException if no configuration was set
         */
        public Gateway build() {
            LiteLlmConfig configuration = config;
            if (configuration == null) {
                throw new IllegalStateException("A gateway needs a configuration: call litellm(...).");
            }
            return new Gateway(this, configuration);
        }
    }
}
