package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.CredentialStore;
import dev.flowgate.auth.spi.ServiceCommand;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.ServiceConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What one provider's method gets. */
record ProviderContext(String provider, Map<String, Object> settings, Surroundings surroundings)
        implements AuthContext {
    @Override
    public HttpClient http() {
        return surroundings.http();
    }

    @Override
    public Clock clock() {
        return surroundings.clock();
    }

    @Override
    public RandomGenerator random() {
        return surroundings.random();
    }

    @Override
    public CredentialStore credentials() {
        return surroundings.store();
    }

    @Override
    public Optional<String> environmentVariable(String name) {
        return Optional.ofNullable(surroundings.environment().apply(name));
    }

    @Override
    public Path baseDirectory() {
        return surroundings.baseDirectory();
    }

    @Override
    public Path authDirectory() {
        return surroundings.paths().authDirectory();
    }

    @Override
    public Path runtimeDirectory() {
        return surroundings.paths().runtimeDirectory();
    }

    @Override
    public Optional<URI> serviceAddress(String service) {
        return Optional.ofNullable(surroundings.services().get(service)).flatMap(ServiceConfig::address);
    }

    @Override
    public Optional<ServiceCommand> serviceCommand(String service) {
        ServiceConfig config = surroundings.services().get(service);
        CommandConfig command = config == null ? null : config.command();
        return Optional.ofNullable(command)
                .map(configured -> new ServiceCommand(configured.args(), configured.runsIn()));
    }

    /** Names the provider; a setting may be a secret. */
    @Override
    public String toString() {
        return "AuthContext[" + provider + "]";
    }
}
