package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCredentialStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Credential CREDENTIAL = new Credential(
            "marker-access", "marker-refresh", NOW.plusSeconds(3600), "a@example.com", Map.of("scope", "chat"));

    @TempDir
    Path root;

    private Path folder;
    private FileCredentialStore store;

    @BeforeEach
    void prepare() {
        folder = root.resolve("credentials");
        store = new FileCredentialStore(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void keepsEveryPartOfACredential() throws IOException {
        store.write("vendor", CREDENTIAL);

        assertThat(store.read("vendor")).contains(CREDENTIAL);
        assertThat(store.readFile("vendor").orElseThrow().storedAt()).isEqualTo(NOW);
        assertThat(store.read("other")).isEmpty();
    }

    @Test
    void theEngineReadsWhatTheStoreWrites() throws IOException {
        store.write("vendor", CREDENTIAL);

        var token = new StoredCredential("vendor", store.location("vendor")).read();

        assertThat(token.secret().reveal()).isEqualTo("marker-access");
        assertThat(token.expiresAt()).isEqualTo(CREDENTIAL.expiresAt());
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        store.write("vendor", CREDENTIAL);

        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(store.location("vendor"))).isEqualTo("rw-------");
    }

    @Test
    void membersOfALaterVersionSurvive() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                store.location("vendor"), "{\"access_token\":\"old\",\"account\":\"gone\",\"future\":{\"a\":1}}");

        store.write("vendor", Credential.key("new"));

        assertThat(Files.readString(store.location("vendor")))
                .contains("\"future\"", "\"new\"")
                .doesNotContain("gone");
    }

    @Test
    void aNewCredentialForgetsHowItsPredecessorWasRenewed() throws IOException {
        store.write("vendor", CREDENTIAL);
        store.note("vendor", RenewalNote.NONE.refused("invalid_grant"));
        assertThat(store.readFile("vendor").orElseThrow().renewal().isFinal()).isTrue();

        store.write("vendor", CREDENTIAL);

        assertThat(store.readFile("vendor").orElseThrow().renewal()).isEqualTo(RenewalNote.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "marker-secret",
                "{\"access_token\":\"marker-secret\"",
                "{\"refresh_token\":\"marker-secret\"}",
                "{\"access_token\":[\"marker-secret\"]}",
                "{\"access_token\":\"marker-secret\",\"expires_at\":\"tomorrow\"}",
                "{\"access_token\":\"marker-secret\",\"details\":[]}"
            })
    void damagedFileIsToldWithoutItsContent(String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(store.location("vendor"), content);

        assertThatThrownBy(() -> store.read("vendor"))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(store.location("vendor").toString())
                .hasMessageContaining("Log in again")
                .hasNoCause()
                .hasMessageNotContaining("marker-secret");

        store.write("vendor", CREDENTIAL);
        assertThat(store.read("vendor")).contains(CREDENTIAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\\b", ".hidden", "", "..", "a\nb", "a\u0000"})
    void namesThatCouldLeaveTheFolderAreRefused(String name) {
        assertThatThrownBy(() -> store.location(name)).isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> store.write(name, CREDENTIAL)).isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> store.delete(name)).isInstanceOf(AuthException.class);
    }

    @Test
    void deletesOnce() throws IOException {
        store.write("vendor", CREDENTIAL);

        assertThat(store.delete("vendor")).isTrue();
        assertThat(store.delete("vendor")).isFalse();
        assertThat(store.read("vendor")).isEmpty();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
