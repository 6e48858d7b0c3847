package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Takes over the Claude subscription's login of Claude Code from {@code .credentials.json}. */
public final class ClaudeImporter implements CredentialImporter {
    private static final String PROVIDER = "claude";
    private static final OtherProgram CLAUDE_CODE = new OtherProgram("Claude Code", "run 'claude' and type /login");
    private static final Duration RENEWAL_LEAD = Duration.ofHours(4);

    private final boolean keychain;

    /** Creates the importer. */
    public ClaudeImporter() {
        this(System.getProperty("os.name").startsWith("Mac"));
    }

    ClaudeImporter(boolean keychain) {
        this.keychain = keychain;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public List<Path> sources(AuthContext context) {
        Path folder = Places.folder(context, "CLAUDE_CONFIG_DIR")
                .orElseGet(() -> Places.home(context).resolve(".claude"));
        return List.of(folder.resolve(".credentials.json"));
    }

    @Override
    public String whenMissing(AuthContext context) {
        return keychain
                ? "On macOS, Claude Code keeps its login in the Keychain. Write it to a file, import that, and remove it: (umask"
                        + " 077; security find-generic-password -s 'Claude Code-credentials' -w > claude.json). Where"
                        + " CLAUDE_CONFIG_DIR is set, the entry's name has a suffix."
                : CLAUDE_CODE.whenMissing();
    }

    @Override
    public List<ImportedCredential> read(Path source, AuthContext context) throws IOException {
        SourceMembers login = SourceMembers.read(source, CLAUDE_CODE).requiredObject("claudeAiOauth");
        String accessToken = login.requiredText("accessToken");
        String refreshToken = login.text("refreshToken").orElse(null);
        Instant expiresAt = login.milliseconds("expiresAt").orElse(null);
        ClaudeAccount claudeAccount = ClaudeAccount.beside(source);
        AccountName account = AccountName.of(claudeAccount.email(), context, source);
        FileMembers members = FileMembers.ofType(PROVIDER)
                .add("access_token", accessToken)
                .add("refresh_token", refreshToken)
                .add("id_token", "")
                .add("email", account.label())
                .add("account_uuid", claudeAccount.accountUuid())
                .add("organization_uuid", claudeAccount.organizationUuid())
                .add("organization_name", claudeAccount.organizationName())
                .add("expired", expiresAt)
                .add("last_refresh", context.clock().instant());
        ImportWarnings warnings =
                new ImportWarnings(source, context).account(account, context).lifetime(expiresAt, refreshToken);
        if (refreshToken != null) {
            warnings.singleUse(CLAUDE_CODE, PROVIDER, expiresAt, RENEWAL_LEAD);
        }
        return List.of(new ImportedCredential(
                PROVIDER + "-" + account.inFileName() + ".json",
                members.toMap(),
                account.label(),
                expiresAt,
                warnings.list()));
    }
}
