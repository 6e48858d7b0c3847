package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes over the ChatGPT login of OpenAI's Codex from {@code auth.json}. */
public final class CodexImporter implements CredentialImporter {
    private static final String PROVIDER = "codex";
    private static final OtherProgram CODEX = new OtherProgram("Codex", "run 'codex login'");
    private static final String AUTH_CLAIMS = "https://api.openai.com/auth";
    private static final String PROFILE_CLAIMS = "https://api.openai.com/profile";
    private static final Duration RENEWAL_LEAD = Duration.ofDays(5);
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    /** Creates the importer. */
    public CodexImporter() {}

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public List<Path> sources(AuthContext context) {
        Path folder = Places.folder(context, "CODEX_HOME")
                .orElseGet(() -> Places.home(context).resolve(".codex"));
        return List.of(folder.resolve("auth.json"));
    }

    @Override
    public String whenMissing(AuthContext context) {
        return CODEX.whenMissing()
                + " Where cli_auth_credentials_store in Codex's config.toml is 'keyring', there is no" + " such file.";
    }

    @Override
    public List<ImportedCredential> read(Path source, AuthContext context) throws IOException {
        SourceMembers file = SourceMembers.read(source, CODEX);
        if (!file.has("tokens") && file.has("OPENAI_API_KEY")) {
            throw new AuthException(
                    source + " holds an API key and no ChatGPT login. Import the key with 'flowgate auth"
                            + " import-key', or " + CODEX.login() + " and choose ChatGPT.");
        }
        SourceMembers tokens = file.requiredObject("tokens");
        String accessToken = tokens.requiredText("access_token");
        String refreshToken = tokens.text("refresh_token").orElse(null);
        String idToken = tokens.text("id_token").orElse(null);
        JwtPayload access = JwtPayload.of(accessToken);
        JwtPayload identity = JwtPayload.of(idToken);
        JwtPayload chatGpt = identity.group(AUTH_CLAIMS);
        String accountId = tokens.text("account_id")
                .or(() -> chatGpt.text("chatgpt_account_id"))
                .or(() -> access.group(AUTH_CLAIMS).text("chatgpt_account_id"))
                .orElse(null);
        String email = identity.text("email")
                .or(() -> access.group(PROFILE_CLAIMS).text("email"))
                .orElse(null);
        AccountName account = AccountName.of(email, context, source);
        Instant expiresAt = access.expiresAt().orElse(null);
        Instant lastRefresh =
                file.timestamp("last_refresh").orElseGet(() -> context.clock().instant());
        FileMembers members = FileMembers.ofType(PROVIDER)
                .add("access_token", accessToken)
                .add("refresh_token", refreshToken)
                .add("id_token", idToken)
                .add("account_id", accountId)
                .add("email", account.label())
                .add("expired", expiresAt)
                .add("last_refresh", lastRefresh);
        ImportWarnings warnings =
                new ImportWarnings(source, context).account(account, context).lifetime(expiresAt, refreshToken);
        if (refreshToken != null) {
            warnings.singleUse(CODEX, PROVIDER, expiresAt, RENEWAL_LEAD);
        }
        return List.of(new ImportedCredential(
                fileName(accountId, account, chatGpt.text("chatgpt_plan_type")),
                members.toMap(),
                account.label(),
                expiresAt,
                warnings.list()));
    }

    /**
     * Names the file as the server does since it distinguishes the accounts of one address: account, address, plan. Older
     * ones leave the account out, except for teams.
     */
    private static String fileName(@Nullable String accountId, AccountName account, Optional<String> plan) {
        String hash = accountId == null ? "" : AccountName.hash(accountId) + "-";
        String suffix = plan.map(CodexImporter::slug)
                .filter(slug -> !slug.isEmpty())
                .map(slug -> "-" + slug)
                .orElse("");
        return PROVIDER + "-" + hash + account.inFileName() + suffix + ".json";
    }

    private static String slug(String plan) {
        String joined =
                NEITHER_LETTER_NOR_DIGIT.matcher(plan.toLowerCase(Locale.ROOT)).replaceAll("-");
        return AccountName.fileNamePart(joined.replaceFirst("^-", "").replaceFirst("-$", ""));
    }
}
