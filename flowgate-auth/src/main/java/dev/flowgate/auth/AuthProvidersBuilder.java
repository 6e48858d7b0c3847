package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.event.EventLog;
import dev.flowgate.event.FlowGateEvent;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes {@link AuthProviders}. Not safe for use by several threads. */
public final class AuthProvidersBuilder {
    private final FlowGateConfig config;
    private @Nullable AuthMethodRegistry registry;
    private @Nullable HttpClient http;
    private @Nullable Consumer<FlowGateEvent> events;
    private @Nullable RandomGenerator random;
    private Clock clock = Clock.systemUTC();
    private Pace pace = Pace.REAL;
    private UnaryOperator<@Nullable String> environment = System::getenv;

    AuthProvidersBuilder(FlowGateConfig config) {
        this.config = config;
    }

    /**
     * Sets the methods and importers.
     *
     * @param methods default is {@link AuthMethodRegistry#discovered()}
     * @return this builder
     */
    public AuthProvidersBuilder registry(AuthMethodRegistry methods) {
        this.registry = methods;
        return this;
    }

    /**
     * Sets the client for requests.
     *
     * @param client should follow no redirects, which could carry a key to another host
     * @return this builder
     */
    public AuthProvidersBuilder http(HttpClient client) {
        this.http = client;
        return this;
    }

    /**
     * Sets the clock that expiry is told by.
     *
     * @param time default is the system's clock
     * @return this builder
     */
    public AuthProvidersBuilder clock(Clock time) {
        this.clock = time;
        return this;
    }

    /**
     * Sets the source of states, verifiers and other values that nobody may guess.
     *
     * @param source default is a {@link java.security.SecureRandom}
     * @return this builder
     */
    public AuthProvidersBuilder random(RandomGenerator source) {
        this.random = source;
        return this;
    }

    /**
     * Sets where environment variables come from.
     *
     * @param variables gives the value of a variable, or null when it is not set; default is {@link System#getenv(String)}
     * @return this builder
     */
    public AuthProvidersBuilder environment(UnaryOperator<@Nullable String> variables) {
        this.environment = variables;
        return this;
    }

    /**
     * Sets who is told of events.
     *
     * @param consumer must not block for long; default is the event log of the configuration
     * @return this builder
     */
    public AuthProvidersBuilder events(Consumer<FlowGateEvent> consumer) {
        this.events = consumer;
        return this;
    }

    /**
     * Makes the providers.
     *
     * @return the providers
     * @throws AuthException as {@link AuthMethodRegistry#discovered()} does
     */
    public AuthProviders build() {
        PathsConfig paths = config.paths();
        Path file = config.file().orElse(null);
        Path folder = file == null ? null : file.getParent();
        HttpClient given = http;
        Surroundings surroundings = new Surroundings(
                config.authProviders(),
                config.services(),
                paths,
                folder == null ? Path.of("").toAbsolutePath() : folder,
                registry == null ? AuthMethodRegistry.discovered() : registry,
                new FileCredentialStore(paths.credentialDirectory(), clock),
                given == null ? new OnFirstUse() : () -> given,
                clock,
                random == null ? new SecureRandom() : random,
                environment,
                events == null ? EventLog.at(paths.eventLog()) : events);
        return new AuthProviders(surroundings, pace);
    }

    /** For tests: how logins wait. */
    AuthProvidersBuilder pace(Pace waiting) {
        this.pace = waiting;
        return this;
    }

    /** Makes the client when a method asks for it, because most commands never do. */
    private static final class OnFirstUse implements Supplier<HttpClient> {
        private @Nullable HttpClient client;

        @Override
        public synchronized HttpClient get() {
            if (client == null) {
                client = Surroundings.defaultClient();
            }
            return client;
        }
    }
}
