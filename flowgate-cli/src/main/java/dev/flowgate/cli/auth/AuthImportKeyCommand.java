package dev.flowgate.cli.auth;

import dev.flowgate.auth.KeySource;
import dev.flowgate.auth.LoginResult;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code auth import-key}: stores a key, which comes from anywhere but the command line, where everybody could read it. */
@Command(
        name = "import-key",
        description =
                "Store a key of a provider. Without an option it is asked for at the terminal, or read from stdin.")
final class AuthImportKeyCommand implements Callable<Integer> {
    /** No key is longer; what is, was not meant to be one. */
    private static final int LONGEST_KEY = 64 * 1024;

    private final Workspace workspace;

    @Parameters(paramLabel = "PROVIDER", description = "The provider; see: auth list.")
    String provider = "";

    @ArgGroup
    @Nullable Source source;

    AuthImportKeyCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Where the key comes from; one of these. */
    static final class Source {
        @Option(names = "--from-env", paramLabel = "NAME", description = "The environment variable with the key.")
        @Nullable String variable;

        @Option(names = "--from-file", paramLabel = "FILE", description = "The file with the key and nothing else.")
        @Nullable Path file;

        // The same as no option at all; a script can say what it relies on.
        @Option(names = "--stdin", description = "Read the key from stdin.")
        boolean stdin;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ConfiguredProviders providers = ConfiguredProviders.of(workspace);
        try {
            // Before anybody types a key that nobody takes.
            providers.library().requireTakesKey(provider);
            return store(providers, key());
        } catch (AuthException failure) {
            throw providers.failure(provider, failure, "auth import-key " + provider);
        }
    }

    private int store(ConfiguredProviders providers, KeySource key) throws InterruptedException {
        // Not while a key is typed: that wait ends only as the JVM does, which also lets the terminal show input again.
        try (var interruption = providers.interruption()) {
            workspace.output().print(new Stored(providers.library().importKey(provider, key)));
            return ExitCode.DONE;
        }
    }

    private KeySource key() throws IOException {
        if (source != null && source.variable != null) {
            if (!source.variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                // It may be the key itself.
                throw new UsageException(
                        "--from-env takes the name of an environment variable, such as OPENAI_API_KEY: "
                                + "letters, digits and underscores.");
            }
            return new KeySource.Environment(source.variable);
        }
        if (source != null && source.file != null) {
            return new KeySource.File(source.file);
        }
        String typed = workspace.terminal().inIsTerminal()
                ? TypedInput.secret(workspace.terminal(), "API key for " + provider)
                : piped();
        if (typed == null || typed.isBlank()) {
            throw new UsageException("No key was given, and nothing was stored. Type it, pipe it into stdin, or name "
                    + "where it is: --from-env NAME or --from-file FILE.");
        }
        return new KeySource.Given(Secret.of(typed.strip()));
    }

    private static String piped() throws IOException {
        byte[] bytes = System.in.readNBytes(LONGEST_KEY + 1);
        if (bytes.length > LONGEST_KEY) {
            throw new UsageException("What stdin holds is longer than " + LONGEST_KEY + " bytes, which no key is.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private record Stored(LoginResult result) implements Report {
        @Override
        public List<String> text(Style style) {
            return List.of(
                    style.mark(true) + " stored the key of " + style.strong(result.provider()),
                    "  in " + Spoken.printable(result.credential().location()));
        }

        @Override
        public List<String> kv() {
            return List.of("saved_auth=" + Flattened.value(result.credential().location()));
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("provider", result.provider());
            members.put("method", result.method());
            members.put("credential", HeldReport.json(result.credential()));
            return members;
        }
    }
}
