package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Takes over the login of Qwen Code from {@code oauth_creds.json}. The file names no account: the setting {@code account}
 * does.
 */
public final class QwenImporter implements CredentialImporter {
    private static final String PROVIDER = "qwen";
    private static final OtherProgram QWEN_CODE = new OtherProgram("Qwen Code", "run 'qwen' and type /auth");

    /** Creates the importer. */
    public QwenImporter() {}

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public List<Path> sources(AuthContext context) {
        return List.of(Places.home(context).resolve(".qwen").resolve("oauth_creds.json"));
    }

    @Override
    public String whenMissing(AuthContext context) {
        return QWEN_CODE.whenMissing();
    }

    @Override
    public List<ImportedCredential> read(Path source, AuthContext context) throws IOException {
        SourceMembers login = SourceMembers.read(source, QWEN_CODE);
        String accessToken = login.requiredText("access_token");
        String refreshToken = login.text("refresh_token").orElse(null);
        Instant expiresAt = login.milliseconds("expiry_date").orElse(null);
        AccountName account = AccountName.of(null, context, source);
        FileMembers members = FileMembers.ofType(PROVIDER)
                .add("access_token", accessToken)
                .add("refresh_token", refreshToken)
                // An empty one would make the address https:///v1; without one the server takes its default.
                .add("resource_url", login.text("resource_url").orElse(null))
                // The server itself puts an alias here, which names the file and the account in its listing.
                .add("email", account.text())
                .add("expired", expiresAt)
                .add("last_refresh", context.clock().instant());
        ImportWarnings warnings = new ImportWarnings(source, context)
                .account(account, context)
                .lifetime(expiresAt, refreshToken)
                .add("CLIProxyAPI uses Qwen logins up to v6.9.25; newer ones get no models from this file.");
        return List.of(new ImportedCredential(
                PROVIDER + "-" + account.inFileName() + ".json",
                members.toMap(),
                account.label(),
                expiresAt,
                warnings.list()));
    }
}
