package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KiroImporterTest {
    private static final String SOURCE = ".aws/sso/cache/kiro-auth-token.json";
    private static final String REGISTRATION = ".aws/sso/cache/abc123.json";

    @TempDir
    Path home;

    private final KiroImporter importer = new KiroImporter();
    private final Map<String, Object> login = new LinkedHashMap<>();
    private Sources sources;
    private TestContext context;

    @BeforeEach
    void sample() {
        sources = new Sources(home);
        context = sources.context("kiro");
        login.put("accessToken", "aoa-made-up");
        login.put("refreshToken", "aor-made-up");
        login.put("expiresAt", "2026-11-22T10:45:12.785Z");
        login.put("authMethod", "IdC");
        login.put("provider", "Enterprise");
        login.put("clientIdHash", "abc123");
        login.put("region", "eu-central-1");
        login.put("startUrl", "https://example.awsapps.com/start");
        login.put("email", "ada@example.com");
    }

    private ImportedCredential imported() throws IOException {
        return imported(SOURCE);
    }

    private ImportedCredential imported(String file) throws IOException {
        return Sources.only(importer, sources.write(file, login), context);
    }

    private void registration() {
        sources.write(REGISTRATION, Map.of("clientId", "client-1", "clientSecret", "client-secret-made-up"));
    }

    @Test
    void readsTheCacheThenTheFolderOfKiro() {
        assertThat(importer.sources(context))
                .containsExactly(home.resolve(SOURCE), home.resolve(".kiro/kiro-auth-token.json"));
    }

    @Test
    void writesWhatTheServerReadsWithTheRegisteredClient() throws IOException {
        registration();

        ImportedCredential credential = imported();

        assertThat(credential.fileName()).isEqualTo("kiro-enterprise-ada@example.com.json");
        assertThat(credential.content())
                .containsExactly(
                        entry("type", "kiro"),
                        entry("access_token", "aoa-made-up"),
                        entry("refresh_token", "aor-made-up"),
                        entry("expires_at", "2026-11-22T10:45:12Z"),
                        entry("auth_method", "idc"),
                        entry("provider", "Enterprise"),
                        entry("client_id", "client-1"),
                        entry("client_secret", "client-secret-made-up"),
                        entry("client_id_hash", "abc123"),
                        entry("region", "eu-central-1"),
                        entry("start_url", "https://example.awsapps.com/start"),
                        entry("email", "ada@example.com"),
                        entry("last_refresh", "2026-11-22T10:00:00Z"));
        assertThat(credential.warnings()).singleElement().asString().contains("Only CLIProxyAPIPlus");
    }

    @Test
    void findsTheRegisteredClientOfACopyInTheCache() throws IOException {
        registration();

        assertThat(imported("copy/kiro.json").content()).containsEntry("client_id", "client-1");
    }

    @Test
    void keepsTheClientThatTheFileItselfHas() throws IOException {
        registration();
        login.put("clientId", "own-client");
        login.put("clientSecret", "own-secret-made-up");

        assertThat(imported().content())
                .containsEntry("client_id", "own-client")
                .containsEntry("client_secret", "own-secret-made-up");
    }

    @Test
    void saysThatALoginWithoutItsClientCannotBeRenewed() throws IOException {
        ImportedCredential credential = imported();

        assertThat(credential.content()).doesNotContainKeys("client_id", "client_secret");
        assertThat(credential.warnings())
                .anyMatch(warning -> warning.contains(home.resolve(REGISTRATION).toString())
                        && warning.contains("cannot be renewed")
                        && warning.contains("2026-11-22T10:45:12Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"clientId\":\"x\"}", "{\"clientId\":7,\"clientSecret\":\"s\"}", "[1]"})
    void saysWhatIsWrongWithTheRegistration(String text) throws IOException {
        sources.write(REGISTRATION, text);

        assertThat(imported().warnings())
                .anyMatch(warning ->
                        warning.startsWith(home.resolve(REGISTRATION) + " ") && warning.contains("cannot be renewed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../etc/passwd", "a/b", "..", "a.b"})
    void readsNoFileThatAHashCannotName(String hash) throws IOException {
        login.put("clientIdHash", hash);
        sources.write(".aws/sso/cache/a/b.json", "{\"clientId\":\"stolen\",\"clientSecret\":\"stolen\"}");

        ImportedCredential credential = imported();

        assertThat(credential.content()).doesNotContainKey("client_id");
        assertThat(credential.warnings()).anyMatch(warning -> warning.contains("is no name of a file"));
    }

    @Test
    void needsNoClientForASocialLogin() throws IOException {
        login.put("authMethod", "Social");
        login.put("provider", "Google");
        login.remove("clientIdHash");
        login.remove("region");
        login.put("startUrl", null);
        login.remove("email");
        login.put("profileArn", "arn:aws:codewhisperer:us-east-1:1:profile/ABC");

        ImportedCredential credential = imported();

        assertThat(credential.fileName()).isEqualTo("kiro-google-ABC.json");
        assertThat(credential.content())
                .containsEntry("auth_method", "social")
                .containsEntry("profile_arn", "arn:aws:codewhisperer:us-east-1:1:profile/ABC")
                .doesNotContainKeys("client_id", "region", "start_url", "email", "client_id_hash");
        assertThat(credential.warnings()).noneMatch(warning -> warning.contains("cannot be renewed"));
    }

    @Test
    void namesTheFileAfterTheClientThenTheSource() throws IOException {
        login.remove("email");
        login.remove("provider");
        assertThat(imported().fileName()).matches("kiro-imported-imported-[0-9a-f]{8}\\.json");

        registration();
        assertThat(imported().fileName()).isEqualTo("kiro-imported-client-1.json");
    }

    @Test
    void needsAllThatTheServerNeeds() {
        for (String member : new String[] {"accessToken", "refreshToken", "expiresAt"}) {
            Object value = login.put(member, null);

            assertThatThrownBy(this::imported).hasMessageContaining(member + " is missing or empty");
            login.put(member, value);
        }
    }
}
