package dev.flowgate.cli.auth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code auth logout}: removes what is kept of a provider. */
@Command(name = "logout", description = "Remove a provider's credentials, wherever they are kept.")
final class AuthLogoutCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(paramLabel = "PROVIDER", description = "The provider; see: auth status.")
    String provider = "";

    AuthLogoutCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfiguredProviders providers = ConfiguredProviders.of(workspace);
        try (var interruption = providers.interruption()) {
            workspace.output().print(new Removed(provider, providers.library().logout(provider)));
            return ExitCode.DONE;
        } catch (AuthException failure) {
            throw providers.failure(provider, failure, "auth logout " + provider);
        }
    }

    private record Removed(String provider, List<String> locations) implements Report {
        @Override
        public List<String> text(Style style) {
            return locations.isEmpty()
                    ? List.of("Nobody was logged in to " + provider + "; nothing was changed")
                    : locations.stream()
                            .map(location -> style.mark(true) + " removed " + Spoken.printable(location))
                            .toList();
        }

        @Override
        public List<String> kv() {
            return locations.isEmpty()
                    ? List.of("removed_auth=none")
                    : locations.stream()
                            .map(location -> "removed_auth=" + Flattened.value(location))
                            .toList();
        }

        @Override
        public Object json() {
            return Map.of("provider", provider, "removed", locations);
        }
    }
}
