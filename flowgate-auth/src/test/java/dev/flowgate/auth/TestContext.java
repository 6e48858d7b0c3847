package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialStore;
import dev.flowgate.auth.spi.ServiceCommand;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A context whose parts a test chooses. The client is a real one; the clock stands still until the test moves it. */
public final class TestContext implements AuthContext {
    private final String provider;
    private final Path directory;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, URI> addresses = new LinkedHashMap<>();
    private final Map<String, ServiceCommand> commands = new LinkedHashMap<>();
    private final Map<String, Credential> credentials = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    private TestContext(String provider, Path directory) {
        this.provider = provider;
        this.directory = directory;
    }

    /** A context without settings, whose folders are below the given one. */
    public static TestContext of(String provider, Path directory) {
        return new TestContext(provider, directory);
    }

    public TestContext setting(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    public TestContext variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public TestContext service(String name, URI address) {
        addresses.put(name, address);
        return this;
    }

    public TestContext command(String service, ServiceCommand command) {
        commands.put(service, command);
        return this;
    }

    public TestContext clock(Clock other) {
        clock = other;
        return this;
    }

    public void sleep(Duration time) {
        now = now.plus(time);
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.copyOf(settings);
    }

    @Override
    public HttpClient http() {
        return http;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(7);
    }

    @Override
    public CredentialStore credentials() {
        return new CredentialStore() {
            @Override
            public Optional<Credential> read(String name) {
                return Optional.ofNullable(credentials.get(name));
            }

            @Override
            public void write(String name, Credential credential) {
                credentials.put(name, credential);
            }

            @Override
            public boolean delete(String name) {
                return credentials.remove(name) != null;
            }

            @Override
            public Path location(String name) {
                return directory.resolve("credentials").resolve(name + ".json");
            }
        };
    }

    @Override
    public Optional<String> environmentVariable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    @Override
    public Path baseDirectory() {
        return directory;
    }

    @Override
    public Path authDirectory() {
        return directory.resolve("auths");
    }

    @Override
    public Path runtimeDirectory() {
        return directory.resolve("runtime");
    }

    @Override
    public Optional<URI> serviceAddress(String service) {
        return Optional.ofNullable(addresses.get(service));
    }

    @Override
    public Optional<ServiceCommand> serviceCommand(String service) {
        return Optional.ofNullable(commands.get(service));
    }
}
