package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExistingFileTest {
    @TempDir
    Path temporary;

    private Path folder;
    private AuthFolder auths;

    @BeforeEach
    void open() {
        folder = temporary.resolve("auths");
        auths = new AuthFolder(folder);
    }

    @Test
    void keepsWhatTheUserAndTheServerHaveAdded() throws IOException {
        auths.existing(
                "codex-ada@example.com.json",
                "type",
                "codex",
                "access_token",
                "old",
                "id_token",
                "old identity",
                "expired",
                "2026-11-22T09:00:00Z",
                "expires_at",
                5,
                "last_refresh",
                "2026-01-01T00:00:00Z",
                "priority",
                3,
                "note",
                "mine",
                "proxy_url",
                "socks5://127.0.0.1:1",
                "excluded_models",
                List.of("a"));

        SavedCredential saved = auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(saved.changed()).isTrue();
        assertThat(auths.content("codex-ada@example.com.json"))
                .containsEntry("access_token", "new")
                .containsEntry("expired", "2026-12-01T10:00:00Z")
                .containsEntry("last_refresh", "2026-11-22T10:00:00Z")
                .containsEntry("priority", 3)
                .containsEntry("note", "mine")
                .containsEntry("proxy_url", "socks5://127.0.0.1:1")
                .containsEntry("excluded_models", List.of("a"))
                .doesNotContainKeys("id_token", "expires_at");
        assertThat(AuthFolder.mode(saved.file())).isEqualTo("rw-------");
    }

    @Test
    void saysThatADisabledCredentialStaysSo() throws IOException {
        auths.existing("codex-ada@example.com.json", "type", "codex", "access_token", "old", "disabled", true);

        SavedCredential saved = auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(saved.warnings()).anyMatch(warning -> warning.contains("disabled") && warning.contains("stays so"));
        assertThat(auths.content("codex-ada@example.com.json")).containsEntry("disabled", true);
    }

    @Test
    void keepsTheMembersOfANestedTokenThatTheServerAdded() throws IOException {
        auths.existing(
                "gemini.json",
                "type",
                "gemini",
                "token",
                Map.of("access_token", "old", "id_token", "old", "client_id", "c", "expiry", "2026-11-22T09:00:00Z"));
        Map<String, Object> content =
                Map.of("type", "gemini", "token", Map.of("access_token", "new", "refresh_token", "r"));

        auths.files().save(new ImportedCredential("gemini.json", content, null, null, List.of()), AuthFolder.SOURCE);

        assertThat(auths.content("gemini.json").get("token"))
                .isEqualTo(Map.of("access_token", "new", "refresh_token", "r", "client_id", "c"));
    }

    @Test
    void writesNothingWhenItIsThereAlready() throws IOException {
        SavedCredential first = auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);
        Files.setLastModifiedTime(first.file(), FileTime.from(Sources.NOW));
        Object inode = Files.getAttribute(first.file(), "unix:ino");
        Map<String, Object> later =
                new LinkedHashMap<>(AuthFolder.codex("new", AuthFolder.END).content());
        later.put("last_refresh", "2026-11-23T00:00:00Z");

        SavedCredential second = auths.files()
                .save(
                        new ImportedCredential("codex-ada@example.com.json", later, null, AuthFolder.END, List.of()),
                        AuthFolder.SOURCE);

        assertThat(second.changed()).isFalse();
        assertThat(Files.getLastModifiedTime(second.file())).isEqualTo(FileTime.from(Sources.NOW));
        assertThat(Files.getAttribute(second.file(), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void makesPrivateWhatItLeavesAsItIs() throws IOException {
        SavedCredential first = auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);
        Files.setPosixFilePermissions(first.file(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(auths.files()
                        .save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE)
                        .changed())
                .isFalse();
        assertThat(AuthFolder.mode(first.file())).isEqualTo("rw-------");
    }

    @Test
    void replacesTheFileOfTheSameAccountUnderItsOwnName() throws IOException {
        Path older = auths.existing(
                "codex-ada@example.com-plus.json", "type", "codex", "access_token", "old", "email", "ada@example.com");

        SavedCredential saved = auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(saved.file()).isEqualTo(older);
        assertThat(auths.names()).containsExactly("codex-ada@example.com-plus.json");
    }

    @Test
    void replacesTheFileThatSharesItsRefreshToken() throws IOException {
        auths.existing(
                "codex-headless-import.json", "type", "codex", "refresh_token", "refresh of new", "account_id", "None");

        auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(auths.names()).containsExactly("codex-headless-import.json");
        assertThat(auths.content("codex-headless-import.json")).containsEntry("account_id", "acct-1");
    }

    @Test
    void leavesOtherAccountsAlone() throws IOException {
        auths.existing("other-team.json", "type", "codex", "email", "ada@example.com", "account_id", "acct-2");
        auths.existing("other-mail.json", "type", "codex", "email", "bob@example.com", "account_id", "acct-1");
        auths.existing(
                "other-type.json", "type", "claude", "email", "ada@example.com", "refresh_token", "refresh of new");
        auths.existing("nameless.json", "type", "codex", "account_id", "acct-1");
        Files.writeString(folder.resolve("broken.json"), "{");
        Files.createDirectory(folder.resolve("folder.json"));

        auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(auths.names())
                .containsExactly(
                        "broken.json",
                        "codex-ada@example.com.json",
                        "folder.json",
                        "nameless.json",
                        "other-mail.json",
                        "other-team.json",
                        "other-type.json");
    }

    @Test
    void doesNotBringBackALoginThatTheServerHasRenewed() throws IOException {
        Path file = auths.existing(
                "codex-ada@example.com.json",
                "type",
                "codex",
                "access_token",
                "renewed",
                "expired",
                "2026-12-05T00:00:00+00:00");
        String before = Files.readString(file);

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("stale", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(file + " is newer than " + AuthFolder.SOURCE)
                .hasMessageContaining("2026-12-05T00:00:00Z")
                .hasMessageContaining("remove it first")
                .hasMessageNotContaining("stale")
                .hasMessageNotContaining("renewed\"");
        assertThat(file).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_796_169_600L, 1_796_169_600_000L})
    void readsTheEndAsANumberToo(long end) throws IOException {
        auths.existing("codex-ada@example.com.json", "type", "codex", "access_token", "renewed", "expires_at", end);

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("stale", AuthFolder.END), AuthFolder.SOURCE))
                .hasMessageContaining("2026-12-02T00:00:00Z");
    }
}
