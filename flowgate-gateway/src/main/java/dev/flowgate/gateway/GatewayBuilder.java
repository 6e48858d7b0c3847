package dev.flowgate.gateway;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.litellm.LiteLlmConfig;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Describes a gateway; see {@link Gateway#builder()}. Not safe for use by several threads at once. */
public final class GatewayBuilder {
    private static final int MAX_PORT = 65_535;

    private static final int UNSET = -1;
    private static final int DEFAULT_PORT = 4000;
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final String DEFAULT_PROFILE = "default";

    private @Nullable FlowGateConfig config;
    private @Nullable LiteLlmConfig litellm;
    private @Nullable String profile;
    private @Nullable String host;
    private int port = UNSET;
    private UnaryOperator<@Nullable String> environment = name -> name == null ? null : System.getenv(name);
    private Consumer<FlowGateEvent> events = event -> {};
    private Duration drainTimeout = Duration.ofSeconds(10);
    private GatewayLimits limits = GatewayLimits.DEFAULTS;
    private int eventLoopThreads = Runtime.getRuntime().availableProcessors();
    private LongSupplier nanoTime = System::nanoTime;
    private RandomGenerator random = new SharedRandom();

    GatewayBuilder() {}

    /**
     * Sets the configuration to run: one of its profiles, which {@link #profile} names, at the host and port of its
     * service {@code litellm}. This or {@link #litellm} is required.
     *
     * @param configuration a whole configuration
     * @return this
     */
    public GatewayBuilder config(FlowGateConfig configuration) {
        this.config = configuration;
        return this;
    }

    /**
     * Sets the LiteLLM part alone as the configuration to run, at 127.0.0.1 and port 4000 unless set otherwise. It wins
     * over the profile of {@link #config}.
     *
     * @param configuration the LiteLLM part of a configuration
     * @return this
     */
    public GatewayBuilder litellm(LiteLlmConfig configuration) {
        this.litellm = configuration;
        return this;
    }

    /**
     * Sets the profile to run, which the readiness endpoint shows; default: the configuration's only one.
     *
     * @param name the profile's name
     * @return this
     */
    public GatewayBuilder profile(String name) {
        this.profile = name;
        return this;
    }

    /**
     * Sets the address to listen on; default: the configured one, or 127.0.0.1. Any that is not loopback needs a master key.
     *
     * @param address a host name or an address of this machine
     * @return this
     */
    public GatewayBuilder host(String address) {
        this.host = address;
        return this;
    }

    /**
     * Sets the port to listen on; default: the configured one, or 4000.
     *
     * @param number 0 for any free port, to 65535
     * @return this
     */
    public GatewayBuilder port(int number) {
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
    public GatewayBuilder environment(UnaryOperator<@Nullable String> lookup) {
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
    public GatewayBuilder events(Consumer<FlowGateEvent> consumer) {
        this.events = consumer;
        return this;
    }

    /**
     * Sets how long {@link Gateway#close()} waits for running requests; default 10 s.
     *
     * @param timeout zero or more
     * @return this
     */
    public GatewayBuilder drainTimeout(Duration timeout) {
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
    public GatewayBuilder limits(GatewayLimits values) {
        this.limits = values;
        return this;
    }

    /**
     * Sets how many event loops serve; default one for each processor.
     *
     * @param count at least 1
     * @return this
     */
    public GatewayBuilder eventLoopThreads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one event loop is needed, but " + count + " was given.");
        }
        this.eventLoopThreads = count;
        return this;
    }

    /** For tests: the time by which deployments cool down. */
    GatewayBuilder nanoTime(LongSupplier source) {
        this.nanoTime = source;
        return this;
    }

    /** For tests: the source of chance. */
    GatewayBuilder random(RandomGenerator source) {
        this.random = source;
        return this;
    }

    /**
     * Makes the gateway, without opening anything.
     *
     * @return the gateway, to be started
     * @throws IllegalStateException if no configuration was set
     * @throws dev.flowgate.config.ConfigException if the configuration has no such profile
     * @throws GatewayException if the configuration has several profiles and none was chosen
     */
    public Gateway build() {
        ServiceConfig router = config == null ? null : config.services().get(ServiceConfig.LITELLM);
        String chosen = chosenProfile();
        return new Gateway(new GatewaySettings(
                running(chosen),
                chosen,
                host != null ? host : router != null ? router.host() : DEFAULT_HOST,
                port != UNSET ? port : router != null ? router.port() : DEFAULT_PORT,
                environment,
                events,
                drainTimeout,
                limits,
                eventLoopThreads,
                nanoTime,
                random));
    }

    private LiteLlmConfig running(String chosen) {
        if (litellm != null) {
            return litellm;
        }
        if (config == null) {
            throw new IllegalStateException("A gateway needs a configuration: call config(...) or litellm(...).");
        }
        return config.litellm(chosen, environment);
    }

    private String chosenProfile() {
        if (profile != null) {
            return profile;
        }
        if (config == null || litellm != null) {
            return DEFAULT_PROFILE;
        }
        Set<String> names = config.profiles().keySet();
        if (names.size() > 1) {
            throw new GatewayException(
                    "The configuration has several profiles; choose one with profile(...): " + String.join(", ", names)
                            + ".",
                    null);
        }
        return names.iterator().next();
    }
}
