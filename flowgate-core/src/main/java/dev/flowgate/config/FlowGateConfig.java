package dev.flowgate.config;

import dev.flowgate.litellm.LiteLlmConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that has been checked whole. It comes from a file, from a text, or from a {@link #builder()}; all
 * three accept the same and refuse the same. Immutable, and safe for use by several threads.
 *
 * <p>All paths are absolute; relative ones in a file start from the file's folder. Maps are in the order of the file
 * and unmodifiable.
 */
public final class FlowGateConfig {
    private final @Nullable Path file;
    private final Node.Mapping document;
    private final PathsConfig paths;
    private final Map<String, ServiceConfig> services;
    private final BootstrapConfig bootstrap;
    private final Map<String, Path> upstreamCredentials;
    private final Profiles profiles;
    private final Map<String, AuthProviderConfig> authProviders;
    private final List<Path> secretFiles;
    private final List<ConfigProblem> warnings;

    FlowGateConfig(
            @Nullable Path file,
            Node.Mapping document,
            PathsConfig paths,
            Map<String, ServiceConfig> services,
            BootstrapConfig bootstrap,
            Map<String, Path> upstreamCredentials,
            Profiles profiles,
            Map<String, AuthProviderConfig> authProviders,
            List<Path> secretFiles,
            List<ConfigProblem> warnings) {
        this.file = file;
        this.document = document;
        this.paths = paths;
        this.services = Collections.unmodifiableMap(services);
        this.bootstrap = bootstrap;
        this.upstreamCredentials = Collections.unmodifiableMap(upstreamCredentials);
        this.profiles = profiles;
        this.authProviders = Collections.unmodifiableMap(authProviders);
        this.secretFiles = List.copyOf(secretFiles);
        this.warnings = warnings;
    }

    /**
     * Reads and checks a file, in YAML 1.2 or JSON. Older files are migrated in memory; the file stays as it is.
     *
     * @param file the file, at most 2 MiB of UTF-8
     * @return the configuration
     * @throws ConfigException if it cannot be used; carries every problem, in the order of the file
     */
    public static FlowGateConfig load(Path file) {
        return ConfigLoader.load(file);
    }

    /**
     * Reads and checks a text, as {@link #load(Path)} does a file.
     *
     * @param yaml the text, YAML 1.2 or JSON
     * @param baseDirectory the folder that relative paths start from
     * @return the configuration
     * @throws ConfigException if it cannot be used; carries every problem, in the order of the text
     */
    public static FlowGateConfig parse(String yaml, Path baseDirectory) {
        return ConfigLoader.parse(yaml, baseDirectory);
    }

    /**
     * Starts a configuration in code.
     *
     * @return a builder that holds nothing yet
     */
    public static FlowGateConfigBuilder builder() {
        return new FlowGateConfigBuilder();
    }

    /**
     * Returns the file that the configuration was loaded from.
     *
     * @return its absolute path; empty for one that was parsed or built
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Returns the version of the contract, after migration.
     *
     * @return always 2
     */
    public int version() {
        return Contract.VERSION;
    }

    /**
     * Returns where FlowGate keeps its state.
     *
     * @return {@code paths}
     */
    public PathsConfig paths() {
        return paths;
    }

    /**
     * Returns what runs.
     *
     * @return {@code services}, by name; at least one
     */
    public Map<String, ServiceConfig> services() {
        return services;
    }

    /**
     * Returns where the programs come from that FlowGate installs.
     *
     * @return {@code bootstrap}, with its defaults
     */
    public BootstrapConfig bootstrap() {
        return bootstrap;
    }

    /**
     * Returns the files that hold keys of upstreams.
     *
     * @return {@code credentials.upstream}, by name
     */
    public Map<String, Path> upstreamCredentials() {
        return upstreamCredentials;
    }

    /**
     * Returns the LiteLLM configuration under every profile. It may contain secrets, and null values.
     *
     * @return {@code litellm_base}: maps, lists, text, numbers and booleans
     */
    public Map<String, Object> litellmBase() {
        return Plain.map(profiles.base());
    }

    /**
     * Returns the overlays. They may contain secrets, and null values.
     *
     * @return {@code profiles}, by name; at least one
     */
    public Map<String, Map<String, Object>> profiles() {
        Map<String, Map<String, Object>> plain = new LinkedHashMap<>();
        profiles.overlays().forEach((name, overlay) -> plain.put(name, Plain.map(overlay)));
        return Collections.unmodifiableMap(plain);
    }

    /**
     * Returns who can be logged in to.
     *
     * @return {@code auth.providers}, by name
     */
    public Map<String, AuthProviderConfig> authProviders() {
        return authProviders;
    }

    /**
     * Returns the files whose permissions are checked.
     *
     * @return {@code secret_files}
     */
    public List<Path> secretFiles() {
        return secretFiles;
    }

    /**
     * Returns what is worth knowing, though it does not stop anything.
     *
     * @return warnings only, in the order of the file
     */
    public List<ConfigProblem> warnings() {
        return warnings;
    }

    /**
     * Types a profile's LiteLLM configuration, with this process's environment variables where {@code os.environ/NAME}
     * stands.
     *
     * @param profile the profile's name
     * @return the configuration, for the embedded engine
     * @throws ConfigException as {@link #litellm(String, UnaryOperator)} does
     */
    public LiteLlmConfig litellm(String profile) {
        return litellm(profile, System::getenv);
    }

    /**
     * Types a profile's LiteLLM configuration. Keys and headers stay references, which are resolved when they are used.
     * Any other variable that is not set makes the deployment that names it
     * {@linkplain dev.flowgate.litellm.DeploymentConfig#unusable() unusable}, and no other.
     *
     * @param profile the profile's name
     * @param environment gives the value of an environment variable, or null when it is not set
     * @return the configuration, for the embedded engine
     * @throws ConfigException if there is no such profile; if the embedded engine cannot run it, which {@link #load}
     *     has found out already unless {@code services.litellm} is a process; or if a variable that a setting of the
     *     router names is not set or does not fit
     */
    public LiteLlmConfig litellm(String profile, UnaryOperator<@Nullable String> environment) {
        return profiles.typed(profile, environment);
    }

    /**
     * Returns {@code litellm_base} with a profile laid over it: maps merge deeply, lists and scalars replace. Nothing
     * else is changed; unknown keys and comments are there, and {@code api_key_ref} is. It may contain secrets.
     *
     * @param profile the profile's name
     * @return the document: maps, lists, text, numbers, booleans and null
     * @throws ConfigException if there is no such profile
     */
    public Map<String, Object> document(String profile) {
        return Plain.map(profiles.merged(profile));
    }

    /**
     * Returns the document that LiteLLM itself is to run with: {@link #document} with the key in place of each
     * {@code api_key_ref}, and, when {@code services.litellm} is a process, of each {@code flowgate/PROVIDER}, as it is at
     * this moment. It contains secrets: write it with mode 0600.
     *
     * @param profile the profile's name
     * @return the document: maps, lists, text, numbers, booleans and null
     * @throws ConfigException if there is no such profile
     * @throws dev.flowgate.secret.SecretException if a credential file is missing, empty or cannot be read, or a stored
     *     credential that LiteLLM needs is missing or has expired
     */
    public Map<String, Object> activeDocument(String profile) {
        return profiles.withCredentials(profile);
    }

    /**
     * Returns the environment variables that the configuration refers to.
     *
     * @return every NAME of an {@code os.environ/NAME} in {@code litellm_base}, {@code profiles} or a service's
     *     {@code env}; sorted
     */
    public Set<String> environmentVariables() {
        return EnvironmentVariables.in(document);
    }

    /**
     * Returns the providers whose credentials the configuration uses as keys of upstreams.
     *
     * @return every PROVIDER of an {@code api_key: flowgate/PROVIDER} in {@code litellm_base} or {@code profiles}; sorted
     */
    public Set<String> storedCredentials() {
        return StoredKeys.in(document);
    }

    /**
     * Returns the whole configuration, migrated, for people to look at: every secret is replaced by {@code ***}.
     *
     * @return the document: maps, lists, text, numbers, booleans and null
     */
    public Map<String, Object> redacted() {
        return Redaction.redact(Plain.map(document));
    }

    /**
     * Returns a profile's {@link #document} for people to look at: every secret is replaced by {@code ***}.
     *
     * @param profile the profile's name
     * @return the document: maps, lists, text, numbers, booleans and null
     * @throws ConfigException if there is no such profile
     */
    public Map<String, Object> redactedDocument(String profile) {
        return Redaction.redact(document(profile));
    }

    /** Names the file and the services; never a secret. */
    @Override
    public String toString() {
        return "FlowGateConfig[file=" + file + ", services=" + services.keySet() + ", profiles="
                + profiles.overlays().keySet() + "]";
    }
}
