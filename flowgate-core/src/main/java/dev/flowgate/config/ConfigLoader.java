package dev.flowgate.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a configuration of a document: migrates it in memory, checks it, types it. */
final class ConfigLoader {
    private final @Nullable Path file;
    private final Path base;
    private final Problems problems;

    /**
     * Prepares a loading.
     *
     * @param base the folder that relative paths start from, absolute
     */
    ConfigLoader(@Nullable Path file, Path base) {
        this.file = file;
        this.base = base;
        this.problems = new Problems(file);
    }

    static FlowGateConfig load(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        ConfigLoader loader = new ConfigLoader(absolute, folder == null ? absolute : folder);
        String text = SourceText.read(absolute, loader.problems);
        return loader.load(YamlComposer.compose(text, loader.problems));
    }

    static FlowGateConfig parse(String yaml, Path base) {
        ConfigLoader loader = new ConfigLoader(null, base.toAbsolutePath().normalize());
        String text = SourceText.check(yaml, loader.problems);
        return loader.load(YamlComposer.compose(text, loader.problems));
    }

    FlowGateConfig load(Node root) {
        Node.Mapping written = rootMapping(root, problems);
        checkVersion(written, problems);
        Node.Mapping document = MigrationStep.applyAll(written, problems);
        Node.Mapping services = Values.mapping(document.get("services"));
        boolean embedded =
                ServiceReader.type(ServiceConfig.LITELLM, Values.mapping(services.get(ServiceConfig.LITELLM)))
                        == ServiceConfig.Type.EMBEDDED;
        new ShapeCheck(problems, embedded).check(document, Contract.ROOT);

        PathsConfig paths = PathReader.paths(Values.mapping(document.get("paths")), base, file, problems);
        Map<String, ServiceConfig> readServices = new ServiceReader(paths, base, problems).read(services);
        Map<String, Path> credentials = PathReader.credentials(
                Values.mapping(Values.mapping(document.get("credentials")).get("upstream")), base, problems);
        BootstrapConfig bootstrap = new BootstrapReader(problems).read(Values.mapping(document.get("bootstrap")));
        var secretFiles = PathReader.list(document.get("secret_files"), base, problems);
        var providers = authProviders(document);
        Profiles profiles = new Profiles(
                file,
                base,
                Values.mapping(document.get("litellm_base")),
                profiles(document, problems),
                new KeySources(credentials, paths.credentialDirectory(), providers),
                embedded);
        if (document.get("litellm_base") instanceof Node.Mapping) {
            profiles.check(problems);
        }
        problems.throwIfErrors();
        return new FlowGateConfig(
                file,
                document,
                paths,
                readServices,
                bootstrap,
                credentials,
                profiles,
                providers,
                secretFiles,
                problems.warnings());
    }

    static Node.Mapping rootMapping(Node root, Problems problems) {
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw problems.fatal(
                root.origin(),
                "a configuration is a map of keys; found " + root.kind(),
                "`flowgate init` writes a first configuration");
    }

    static void checkVersion(Node.Mapping root, Problems problems) {
        Node node = root.get("config_version");
        Long version = Values.whole(node);
        if (node != null && version != null && version != 1 && version != Contract.VERSION) {
            problems.error(
                    node.origin(),
                    "config_version " + version + " is not supported; supported are 1 and 2",
                    version > Contract.VERSION ? "use a newer FlowGate, or write 2" : "write 2");
        }
    }

    private static Map<String, Node.Mapping> profiles(Node.Mapping document, Problems problems) {
        Map<String, Node.Mapping> profiles = new LinkedHashMap<>();
        Values.mapping(document.get("profiles")).content().forEach((name, entry) -> {
            if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
                problems.error(entry.key(), "a profile needs a name on one line; found " + Quote.value(name), null);
            }
            profiles.put(
                    name, entry.value() instanceof Node.Mapping overlay ? overlay : Node.emptyMapping(entry.key()));
        });
        return profiles;
    }

    private static Map<String, AuthProviderConfig> authProviders(Node.Mapping document) {
        Map<String, AuthProviderConfig> providers = new LinkedHashMap<>();
        Node.Mapping auth = Values.mapping(document.get("auth"));
        Values.mapping(auth.get("providers")).content().forEach((name, entry) -> {
            Node.Mapping provider = Values.mapping(entry.value());
            String method = Values.text(provider.get("method"));
            Map<String, Node.Entry> settings = provider.content();
            settings.remove("method");
            providers.put(
                    name,
                    new AuthProviderConfig(
                            name,
                            method == null ? AuthProviderConfig.DEFAULT_METHOD : method,
                            Plain.map(provider.with(settings))));
        });
        return providers;
    }
}
