package dev.flowgate.cli.auth;

import dev.flowgate.auth.ProviderStatus;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.SecretPermissions;
import dev.flowgate.cli.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code auth status}: who is logged in to what, until when, and where that is kept. */
@Command(name = "status", description = "Show who is logged in, until when, and where the credentials are.")
final class AuthStatusCommand implements Callable<Integer> {
    private final Workspace workspace;

    AuthStatusCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfiguredProviders providers = ConfiguredProviders.of(workspace);
        providers.warnOfBrokenExtensions();
        try (var interruption = providers.interruption()) {
            List<ProviderStatus> all = providers.library().status().stream()
                    .map(status -> asTyped(status, providers))
                    .toList();
            Path folder = workspace.config().paths().authDirectory();
            workspace.output().print(new AuthStatusReport(folder, SecretPermissions.issues(workspace.config()), all));
            return ExitCode.DONE;
        }
    }

    /** Problems name the command that repairs them. */
    private static ProviderStatus asTyped(ProviderStatus status, ConfiguredProviders providers) {
        List<HeldCredential> credentials = status.credentials().stream()
                .map(held -> new HeldCredential(
                        held.account(),
                        held.location(),
                        held.expiresAt(),
                        held.renewable(),
                        asTyped(held.problem(), providers)))
                .toList();
        return new ProviderStatus(status.summary(), credentials, asTyped(status.problem(), providers));
    }

    private static @Nullable String asTyped(@Nullable String problem, ConfiguredProviders providers) {
        return problem == null ? null : providers.asTyped(problem);
    }
}
