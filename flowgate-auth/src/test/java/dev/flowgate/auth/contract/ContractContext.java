package dev.flowgate.auth.contract;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The context of a provider that is configured for the contract alone. */
record ContractContext(HttpClient http, Map<String, Object> settings, Path folder) implements AuthContext {
    static final String PROVIDER = "under_test";

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(7);
    }

    @Override
    public CredentialStore credentials() {
        Map<String, Credential> held = new ConcurrentHashMap<>();
        return new CredentialStore() {
            @Override
            public Optional<Credential> read(String provider) {
                return Optional.ofNullable(held.get(provider));
            }

            @Override
            public void write(String provider, Credential credential) {
                held.put(provider, credential);
            }

            @Override
            public boolean delete(String provider) {
                return held.remove(provider) != null;
            }

            @Override
            public Path location(String provider) {
                return folder.resolve("credentials").resolve(provider + ".json");
            }
        };
    }

    @Override
    public Optional<String> environmentVariable(String name) {
        return Optional.empty();
    }

    @Override
    public Path baseDirectory() {
        return folder;
    }

    @Override
    public Path authDirectory() {
        return folder.resolve("auths");
    }

    @Override
    public Path runtimeDirectory() {
        return folder.resolve("runtime");
    }

    @Override
    public Optional<URI> serviceAddress(String service) {
        return Optional.empty();
    }
}
