package dev.flowgate.cli.auth;

import dev.flowgate.auth.LoginCancelledException;
import dev.flowgate.auth.LoginOptions;
import dev.flowgate.auth.LoginResult;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code auth login}: logs in to a provider by its method, with a person's help. */
@Command(name = "login", description = "Log in to a provider.")
final class AuthLoginCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(paramLabel = "PROVIDER", description = "The provider, such as codex; see: auth list.")
    String provider = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the login may take; default: the provider's timeout_seconds, else 300.")
    @Nullable Integer timeout;

    @Option(
            names = "--poll-interval",
            paramLabel = "SECONDS",
            description = "How long to wait between two looks; default: the provider's poll_interval_seconds, else 2.")
    @Nullable Integer pollInterval;

    @Option(names = "--no-browser", description = "Print the address, and open no browser.")
    boolean noBrowser;

    @Option(
            names = "--paste",
            description = "Take the address that the browser ended at from stdin, also when that is no terminal.")
    boolean paste;

    AuthLoginCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        LoginOptions options = options();
        ConfiguredProviders providers = ConfiguredProviders.of(workspace);
        try (var interruption = providers.interruption()) {
            return logIn(providers, options);
        }
    }

    private int logIn(ConfiguredProviders providers, LoginOptions options) throws InterruptedException {
        Browser browser = noBrowser ? null : Browser.find(System.getenv());
        try (LoginConversation conversation = new LoginConversation(workspace, provider, browser, paste)) {
            LoginResult result = providers.library().login(provider, options, conversation);
            workspace.output().print(LoginReport.succeeded(result, conversation.url()));
            return ExitCode.DONE;
        } catch (InterruptedException interrupted) {
            workspace.output().print(LoginReport.failed(provider, "cancelled"));
            throw interrupted;
        } catch (LoginCancelledException cancelled) {
            workspace.output().print(LoginReport.failed(provider, "cancelled"));
            throw providers.failure(provider, cancelled, "auth login " + provider);
        } catch (AuthException failure) {
            workspace.output().print(LoginReport.failed(provider, "failed"));
            throw providers.failure(provider, failure, "auth login " + provider);
        }
    }

    private LoginOptions options() {
        try {
            return new LoginOptions(
                    timeout == null ? null : Duration.ofSeconds(timeout),
                    pollInterval == null ? null : Duration.ofSeconds(pollInterval));
        } catch (AuthException outOfRange) {
            throw new UsageException(outOfRange.getMessage(), outOfRange);
        }
    }
}
