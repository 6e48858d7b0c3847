package dev.flowgate.cli.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.AuthMethodRegistry;
import dev.flowgate.auth.AuthProviders;
import dev.flowgate.auth.ProviderSummary;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.cli.workspace.Extensions;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The providers of the configuration, as the verbs of {@code auth} use them. */
final class ConfiguredProviders {
    // The library knows the verbs, and neither where the program lies nor which configuration was named.
    private static final Pattern COMMAND =
            Pattern.compile("(?<![\\w/.-])flowgate (?=(?:auth|service|health|gateway)\\b)");

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
        return workspace.interruption().ofCurrentThread(() -> workspace.output().hint("Interrupted."));
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

    /** Returns what the library says, with the commands in it as the user types them. */
    String asTyped(String message) {
        return COMMAND.matcher(message).replaceAll(Matcher.quoteReplacement(workspace.command() + " "));
    }

    /** Whether another program's credentials can be taken over for a provider. */
    boolean imports(String provider) {
        return summary(provider).filter(ProviderSummary::headlessImport).isPresent();
    }

    /**
     * Adds to a failure what to type next, unless it says so itself. A provider that does not exist is a mistake on the
     * command line, and one whose entry cannot be used is one in the configuration. One that can only be imported does not
     * exist for the other verbs.
     *
     * @param provider the provider's name
     * @param failure what the library says
     * @param next the verb to go on with, such as {@code auth status}
     */
    FlowGateException failure(String provider, AuthException failure, String next) {
        return failure(summary(provider).filter(known -> known.method() != null), failure, next);
    }

    /** As {@link #failure}, for the import, which a provider need not be configured for. */
    FlowGateException importFailure(String provider, AuthException failure, String next) {
        return failure(summary(provider), failure, next);
    }

    private FlowGateException failure(Optional<ProviderSummary> summary, AuthException failure, String next) {
        if (summary.isEmpty()) {
            return new UsageException(message(failure, "auth list"), failure);
        }
        String message = message(failure, next);
        return summary.get().problem() == null
                ? new FlowGateException(message, failure)
                : new UsageException(message, failure);
    }

    private Optional<ProviderSummary> summary(String provider) {
        return providers.list().stream()
                .filter(candidate -> candidate.name().equals(provider))
                .findFirst();
    }

    private String message(AuthException failure, String next) {
        String said = String.valueOf(failure.getMessage());
        return COMMAND.matcher(said).find()
                ? asTyped(said)
                : said + System.lineSeparator() + "Next: " + workspace.command() + " " + next;
    }
}
