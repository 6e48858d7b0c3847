package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes over the Google login of Gemini CLI from {@code oauth_creds.json}. The file does not tell which project of Google
 * Cloud the requests are for: the setting {@code project_id} does, or the variable that Gemini CLI itself reads.
 */
public final class GeminiImporter implements CredentialImporter {
    private static final String PROVIDER = "gemini";
    private static final OtherProgram GEMINI_CLI =
            new OtherProgram("Gemini CLI", "run 'gemini' and choose to log in with Google");
    private static final String PROJECT_SETTING = "project_id";
    private static final String PROJECT_VARIABLE = "GOOGLE_CLOUD_PROJECT";

    /** Creates the importer. */
    public GeminiImporter() {}

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public List<Path> sources(AuthContext context) {
        Path home = Places.folder(context, "GEMINI_CLI_HOME").orElseGet(() -> Places.home(context));
        return List.of(home.resolve(".gemini").resolve("oauth_creds.json"));
    }

    @Override
    public String whenMissing(AuthContext context) {
        return GEMINI_CLI.whenMissing();
    }

    @Override
    public List<ImportedCredential> read(Path source, AuthContext context) throws IOException {
        SourceMembers login = SourceMembers.read(source, GEMINI_CLI);
        String accessToken = login.requiredText("access_token");
        // The server renews before each use, so that it needs this one more than the other.
        String refreshToken = login.requiredText("refresh_token");
        Instant expiresAt = login.milliseconds("expiry_date").orElse(null);
        String email =
                JwtPayload.of(login.text("id_token").orElse(null)).text("email").orElse(null);
        AccountName account = AccountName.of(email, context, source);
        String project = project(context);
        Map<String, Object> token = new FileMembers()
                .add("access_token", accessToken)
                .add("refresh_token", refreshToken)
                .add("token_type", login.text("token_type").orElse("Bearer"))
                .add("scope", login.text("scope").orElse(null))
                .add("expiry", expiresAt)
                .toMap();
        FileMembers members = FileMembers.ofType(PROVIDER)
                .add("token", token)
                .add("project_id", project)
                .add("email", account.label())
                .add("auto", false)
                .add("checked", false);
        ImportWarnings warnings = new ImportWarnings(source, context)
                .account(account, context)
                .lifetime(expiresAt, refreshToken)
                .add("CLIProxyAPI uses Gemini CLI logins up to v7.2.19; newer ones need a plugin for them.");
        return List.of(new ImportedCredential(
                fileName(account, project), members.toMap(), account.label(), expiresAt, warnings.list()));
    }

    private static String project(AuthContext context) {
        AuthSettings settings = AuthSettings.of(context);
        return settings.text(PROJECT_SETTING)
                .or(() -> context.environmentVariable(PROJECT_VARIABLE)
                        .map(String::strip)
                        .filter(project -> !project.isEmpty()))
                .flatMap(AccountName::printable)
                .orElseThrow(() -> new AuthException(
                        "CLIProxyAPI needs the Google Cloud project that Gemini requests are for, and Gemini CLI's file does"
                                + " not name it. Set " + settings.path(PROJECT_SETTING)
                                + ", or the environment variable "
                                + PROJECT_VARIABLE + ", to the project's id; a list is separated by commas."));
    }

    private static String fileName(AccountName account, String project) {
        boolean several = project.contains(",") || "all".equals(project.toLowerCase(Locale.ROOT));
        return PROVIDER + "-" + account.inFileName() + "-" + (several ? "all" : AccountName.fileNamePart(project))
                + ".json";
    }
}
