package dev.flowgate.auth.imports;

import dev.flowgate.auth.jwt.JwtClaims;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.auth.time.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes over the login of Kiro from {@code kiro-auth-token.json}, with the client that it was registered for. */
public final class KiroImporter implements CredentialImporter {
    static final OtherProgram KIRO = new OtherProgram("Kiro", "log in with Kiro");

    private static final String PROVIDER = "kiro";
    private static final String FILE = "kiro-auth-token.json";
    /** The ways to log in whose tokens only the registered client can renew. */
    private static final Set<String> NEEDS_CLIENT = Set.of("idc", "builder-id");

    /** Creates the importer. */
    public KiroImporter() {}

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public List<Path> sources(AuthContext context) {
        return List.of(
                cache(context).resolve(FILE),
                Places.home(context).resolve(".kiro").resolve(FILE));
    }

    @Override
    public String whenMissing(AuthContext context) {
        return KIRO.whenMissing();
    }

    @Override
    public List<ImportedCredential> read(Path source, AuthContext context) throws IOException {
        SourceMembers login = SourceMembers.read(source, KIRO);
        String accessToken = login.requiredText("accessToken");
        String refreshToken = login.requiredText("refreshToken");
        Instant expiresAt = login.timestamp("expiresAt").orElseThrow(() -> login.missing("expiresAt"));
        String method = lowerCase(login.text("authMethod"));
        String profile = login.text("profileArn").orElse(null);
        KiroClient client = KiroClient.of(login, source, cache(context));
        JwtClaims claims = JwtClaims.read(accessToken);
        String email = login.text("email").or(() -> claims.text("email")).orElse(null);
        AccountName account = AccountName.of(email, context, source);
        String provider = login.text("provider").orElse(null);
        FileMembers members = FileMembers.ofType(PROVIDER)
                .add("access_token", accessToken)
                .add("refresh_token", refreshToken)
                .add("expires_at", expiresAt)
                .add("auth_method", method)
                .add("provider", provider)
                .add("profile_arn", profile)
                .add("client_id", client.id())
                .add("client_secret", client.secret())
                .add("client_id_hash", login.text("clientIdHash").orElse(null))
                .add("region", login.text("region").orElse(null))
                .add("start_url", login.text("startUrl").orElse(null))
                .add("email", account.label())
                .add("last_refresh", context.clock().instant());
        ImportWarnings warnings = new ImportWarnings(source, context)
                .account(account, context)
                .lifetime(expiresAt, refreshToken)
                .add("Only CLIProxyAPIPlus uses Kiro logins; CLIProxyAPI gets no models from this file.");
        if (method != null && NEEDS_CLIENT.contains(method) && !client.complete()) {
            warnings.add(client.problem() + " Without it a login of the kind '" + method
                    + "' cannot be renewed: it is lost at " + Timestamp.format(expiresAt) + ".");
        }
        return List.of(new ImportedCredential(
                fileName(provider, account, profile, client.id()),
                members.toMap(),
                account.label(),
                expiresAt,
                warnings.list()));
    }

    private static Path cache(AuthContext context) {
        return Places.home(context).resolve(".aws").resolve("sso").resolve("cache");
    }

    /** Names the file as the server's own import does, so that both mean one account. */
    private static String fileName(
            @Nullable String provider, AccountName account, @Nullable String profile, @Nullable String clientId) {
        String kind = provider == null ? "imported" : AccountName.fileNamePart(provider.toLowerCase(Locale.ROOT));
        return PROVIDER + "-" + kind + "-" + identifier(account, profile, clientId) + ".json";
    }

    private static String identifier(AccountName account, @Nullable String profile, @Nullable String clientId) {
        if (account.known()) {
            return account.inFileName();
        }
        if (profile != null && profile.contains("/")) {
            return AccountName.fileNamePart(profile.substring(profile.lastIndexOf('/') + 1));
        }
        return clientId == null ? account.inFileName() : AccountName.fileNamePart(clientId);
    }

    private static @Nullable String lowerCase(Optional<String> text) {
        return text.map(value -> value.toLowerCase(Locale.ROOT)).orElse(null);
    }
}
