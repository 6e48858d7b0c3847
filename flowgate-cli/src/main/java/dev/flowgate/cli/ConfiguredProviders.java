package dev.flowgate.cli;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.AuthMethodRegistry;
import dev.flowgate.auth.AuthProviders;
import dev.flowgate.auth.ProviderSummary;
import dev.flowgate.auth.spi.AuthException;
import java.util.List;

/** The providers of the configuration, as the verbs of {@code auth} use them. */
final class ConfiguredProviders {
    private final Workspace workspace;
    private final AuthProviders providers;

    private ConfiguredProviders(Workspace workspace, AuthProviders providers) {
        this.workspace = workspace;
        this.providers = providers;
    }

    static ConfiguredProviders of(Workspace workspace) {
        AuthProviders providers = AuthProviders.builder(workspace.config())
                .registry(AuthMethodRegistry.discovered())
                .events(workspace.events())
                .build();
        return new ConfiguredProviders(workspace, providers);
    }

    /** Lets Ctrl-C end what the current thread does, until it is closed. */
    Interruption.Scope interruption() {
        return workspace.interruption().ofCurrentThread(() -> {});
    }

    AuthProviders library() {
        return providers;
    }

    /** Tells of extensions that cannot be used; they take nothing else down. */
    void warnOfBrokenExtensions() {
        Extensions.problems().forEach(workspace.output()::warning);
        providers
                .registry()
                .rejected()
                .forEach(broken -> workspace
                        .output()
                        .warning("the class " + broken.className() + " of an extension is not used: "
                                + broken.reason()));
    }

    /**
     * Adds to a failure what to type next. A provider that does not exist is a mistake on the command line.
     *
     * @param provider the provider's name
     * @param failure what the library says
     * @param next the verb to go on with, such as {@code auth status}
     */
    FlowGateException failure(String provider, AuthException failure, String next) {
        List<String> names =
                providers.list().stream().map(ProviderSummary::name).toList();
        if (!names.contains(provider)) {
            return new UsageException(failure.getMessage() + hint("auth list"), failure);
        }
        return new FlowGateException(failure.getMessage() + hint(next), failure);
    }

    private String hint(String next) {
        return System.lineSeparator() + "Next: " + workspace.command() + " " + next;
    }
}
