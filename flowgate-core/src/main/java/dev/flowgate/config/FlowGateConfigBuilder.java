package dev.flowgate.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link FlowGateConfig} in code. It can say everything that a file can, and {@link #build()} checks it by the
 * same rules. Not safe for use by several threads.
 */
public final class FlowGateConfigBuilder {
    private Path baseDirectory = Path.of("");
    private @Nullable PathsConfig paths;
    private final Map<String, Object> services = new LinkedHashMap<>();
    private BootstrapConfig bootstrap = BootstrapConfig.usual();
    private final Map<String, Object> upstreamCredentials = new LinkedHashMap<>();
    private @Nullable Map<String, Object> litellmBase;
    private final Map<String, Object> profiles = new LinkedHashMap<>();
    private final Map<String, Object> authProviders = new LinkedHashMap<>();
    private final List<String> secretFiles = new ArrayList<>();

    FlowGateConfigBuilder() {}

    /**
     * Sets the folder that relative paths start from.
     *
     * @param folder the folder; default is the folder the program runs in
     * @return this builder
     */
    public FlowGateConfigBuilder baseDirectory(Path folder) {
        this.baseDirectory = folder;
        return this;
    }

    /**
     * Sets where FlowGate keeps its state. Required.
     *
     * @param paths the places
     * @return this builder
     */
    public FlowGateConfigBuilder paths(PathsConfig paths) {
        this.paths = paths;
        return this;
    }

    /**
     * Adds a service, or replaces the one of that name. At least one is required.
     *
     * @param service what runs
     * @return this builder
     * @see ServiceConfig#embedded()
     * @see ServiceConfig#installed(String)
     * @see ServiceConfig#process(String, CommandConfig)
     */
    public FlowGateConfigBuilder service(ServiceConfig service) {
        services.put(service.name(), BuiltDocument.service(service));
        return this;
    }

    /**
     * Sets where the programs come from that FlowGate installs.
     *
     * @param bootstrap the places; default is {@link BootstrapConfig#usual()}
     * @return this builder
     */
    public FlowGateConfigBuilder bootstrap(BootstrapConfig bootstrap) {
        this.bootstrap = bootstrap;
        return this;
    }

    /**
     * Adds a file with an upstream's key.
     *
     * @param name the name that {@code api_key_ref} uses
     * @param file the file
     * @return this builder
     */
    public FlowGateConfigBuilder upstreamCredential(String name, Path file) {
        upstreamCredentials.put(name, Map.of("file", file.toString()));
        return this;
    }

    /**
     * Sets the LiteLLM configuration under every profile. Required.
     *
     * @param document {@code litellm_base}: maps, lists, text, numbers, booleans and null
     * @return this builder
     */
    public FlowGateConfigBuilder litellmBase(Map<String, ?> document) {
        this.litellmBase = new LinkedHashMap<>(document);
        return this;
    }

    /**
     * Adds a profile. At least one is required.
     *
     * @param name the profile's name
     * @param overlay what it lays over the base; may be empty
     * @return this builder
     */
    public FlowGateConfigBuilder profile(String name, Map<String, ?> overlay) {
        profiles.put(name, new LinkedHashMap<String, Object>(overlay));
        return this;
    }

    /**
     * Adds somebody who can be logged in to.
     *
     * @param provider an entry of {@code auth.providers}
     * @return this builder
     */
    public FlowGateConfigBuilder authProvider(AuthProviderConfig provider) {
        Map<String, Object> entry = new LinkedHashMap<>(provider.settings());
        entry.put("method", provider.method());
        authProviders.put(provider.name(), entry);
        return this;
    }

    /**
     * Adds a file whose permissions are checked.
     *
     * @param file the file
     * @return this builder
     */
    public FlowGateConfigBuilder secretFile(Path file) {
        secretFiles.add(file.toString());
        return this;
    }

    /**
     * Checks everything and makes the configuration.
     *
     * @return the configuration
     * @throws ConfigException if it cannot be used; carries every problem
     * @throws IllegalArgumentException if a document holds something else than maps, lists, text, numbers, booleans and
     *     null
     */
    public FlowGateConfig build() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("config_version", Contract.VERSION);
        if (paths != null) {
            root.put("paths", BuiltDocument.paths(paths));
        }
        root.put("services", services);
        root.put("bootstrap", BuiltDocument.bootstrap(bootstrap));
        root.put("credentials", Map.of("upstream", upstreamCredentials));
        if (litellmBase != null) {
            root.put("litellm_base", litellmBase);
        }
        root.put("profiles", profiles);
        root.put("auth", Map.of("providers", authProviders));
        root.put("secret_files", secretFiles);
        Path base = baseDirectory.toAbsolutePath().normalize();
        return new ConfigLoader(null, base).load(Plain.node(root, KeyPath.ROOT));
    }
}
