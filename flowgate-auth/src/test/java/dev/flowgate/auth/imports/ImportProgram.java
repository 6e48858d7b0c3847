package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthException;
import java.nio.file.Path;

/** Imports Codex's login in a process of its own, whose umask and user the test chooses. */
final class ImportProgram {
    private ImportProgram() {}

    public static void main(String[] arguments) {
        Path home = Path.of(arguments[0]);
        try {
            new CredentialImport(new CodexImporter(), new Sources(home).context("codex"), event -> {})
                    .run(null, Path.of(arguments[1]));
        } catch (AuthException failure) {
            System.out.println(failure.getMessage());
            System.exit(1);
        }
    }
}
