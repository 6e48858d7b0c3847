package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFilesTest {
    private static final Path SOURCE = Path.of("/home/ada/.codex/auth.json");
    private static final Instant END = Sources.NOW.plus(Duration.ofDays(9));

    @TempDir
    Path temporary;

    private Path folder;
    private CredentialFiles files;

    @BeforeEach
    void open() {
        folder = temporary.resolve("auths");
        files = new CredentialFiles(folder);
    }

    private static ImportedCredential codex(String accessToken, Instant end) {
        return credential(
                "codex-ada@example.com.json",
                end,
                "access_token",
                accessToken,
                "refresh_token",
                "refresh of " + accessToken,
                "account_id",
                "acct-1",
                "email",
                "ada@example.com");
    }

    private static ImportedCredential credential(String name, @Nullable Instant end, String... members) {
        FileMembers content = FileMembers.ofType("codex");
        for (int i = 0; i < members.length; i += 2) {
            content.add(members[i], members[i + 1]);
        }
        content.add("expired", end).add("last_refresh", Sources.NOW);
        return new ImportedCredential(name, content.toMap(), "ada@example.com", end, List.of("first"));
    }

    private Map<String, @Nullable Object> content(String name) throws IOException {
        return JsonText.readObject(Files.readString(folder.resolve(name)));
    }

    private Path existing(String name, Object... members) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            content.put((String) members[i], members[i + 1]);
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve(name);
        Files.writeString(file, JsonText.indented(content));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(file, FileTime.from(Sources.NOW));
        return file;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void writesAPrivateFileIntoAPrivateFolder() throws IOException {
        SavedCredential saved = files.save(codex("new", END), SOURCE);

        assertThat(saved.file()).isEqualTo(folder.resolve("codex-ada@example.com.json"));
        assertThat(saved.changed()).isTrue();
        assertThat(saved.warnings()).containsExactly("first");
        assertThat(saved.expiresAt()).isEqualTo(END);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(content("codex-ada@example.com.json"))
                .isEqualTo(codex("new", END).content());
        assertThat(names()).containsExactly("codex-ada@example.com.json");
    }

    @Test
    void keepsWhatTheUserAndTheServerHaveAdded() throws IOException {
        existing(
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

        SavedCredential saved = files.save(codex("new", END), SOURCE);

        assertThat(saved.changed()).isTrue();
        assertThat(content("codex-ada@example.com.json"))
                .containsEntry("access_token", "new")
                .containsEntry("expired", "2026-12-01T10:00:00Z")
                .containsEntry("last_refresh", "2026-11-22T10:00:00Z")
                .containsEntry("priority", 3)
                .containsEntry("note", "mine")
                .containsEntry("proxy_url", "socks5://127.0.0.1:1")
                .containsEntry("excluded_models", List.of("a"))
                .doesNotContainKeys("id_token", "expires_at");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatADisabledCredentialStaysSo() throws IOException {
        existing("codex-ada@example.com.json", "type", "codex", "access_token", "old", "disabled", true);

        SavedCredential saved = files.save(codex("new", END), SOURCE);

        assertThat(saved.warnings()).anyMatch(warning -> warning.contains("disabled") && warning.contains("stays so"));
        assertThat(content("codex-ada@example.com.json")).containsEntry("disabled", true);
    }

    @Test
    void keepsTheMembersOfANestedTokenThatTheServerAdded() throws IOException {
        existing(
                "gemini.json",
                "type",
                "gemini",
                "token",
                Map.of("access_token", "old", "id_token", "old", "client_id", "c", "expiry", "2026-11-22T09:00:00Z"));
        Map<String, Object> content =
                Map.of("type", "gemini", "token", Map.of("access_token", "new", "refresh_token", "r"));

        files.save(new ImportedCredential("gemini.json", content, null, null, List.of()), SOURCE);

        assertThat(content("gemini.json").get("token"))
                .isEqualTo(Map.of("access_token", "new", "refresh_token", "r", "client_id", "c"));
    }

    @Test
    void writesNothingWhenItIsThereAlready() throws IOException {
        SavedCredential first = files.save(codex("new", END), SOURCE);
        Files.setLastModifiedTime(first.file(), FileTime.from(Sources.NOW));
        Object inode = Files.getAttribute(first.file(), "unix:ino");
        Map<String, Object> later = new LinkedHashMap<>(codex("new", END).content());
        later.put("last_refresh", "2026-11-23T00:00:00Z");

        SavedCredential second =
                files.save(new ImportedCredential("codex-ada@example.com.json", later, null, END, List.of()), SOURCE);

        assertThat(second.changed()).isFalse();
        assertThat(Files.getLastModifiedTime(second.file())).isEqualTo(FileTime.from(Sources.NOW));
        assertThat(Files.getAttribute(second.file(), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void makesPrivateWhatItLeavesAsItIs() throws IOException {
        SavedCredential first = files.save(codex("new", END), SOURCE);
        Files.setPosixFilePermissions(first.file(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(files.save(codex("new", END), SOURCE).changed()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.file())))
                .isEqualTo("rw-------");
    }

    @Test
    void replacesTheFileOfTheSameAccountUnderItsOwnName() throws IOException {
        Path older = existing(
                "codex-ada@example.com-plus.json", "type", "codex", "access_token", "old", "email", "ada@example.com");

        SavedCredential saved = files.save(codex("new", END), SOURCE);

        assertThat(saved.file()).isEqualTo(older);
        assertThat(names()).containsExactly("codex-ada@example.com-plus.json");
    }

    @Test
    void replacesTheFileThatSharesItsRefreshToken() throws IOException {
        existing(
                "codex-headless-import.json", "type", "codex", "refresh_token", "refresh of new", "account_id", "None");

        files.save(codex("new", END), SOURCE);

        assertThat(names()).containsExactly("codex-headless-import.json");
        assertThat(content("codex-headless-import.json")).containsEntry("account_id", "acct-1");
    }

    @Test
    void leavesOtherAccountsAlone() throws IOException {
        existing("other-team.json", "type", "codex", "email", "ada@example.com", "account_id", "acct-2");
        existing("other-mail.json", "type", "codex", "email", "bob@example.com", "account_id", "acct-1");
        existing("other-type.json", "type", "claude", "email", "ada@example.com", "refresh_token", "refresh of new");
        existing("nameless.json", "type", "codex", "account_id", "acct-1");
        Files.writeString(folder.resolve("broken.json"), "{");
        Files.createDirectory(folder.resolve("folder.json"));

        files.save(codex("new", END), SOURCE);

        assertThat(names())
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
        Path file = existing(
                "codex-ada@example.com.json",
                "type",
                "codex",
                "access_token",
                "renewed",
                "expired",
                "2026-12-05T00:00:00+00:00");
        String before = Files.readString(file);

        assertThatThrownBy(() -> files.save(codex("stale", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(file + " is newer than " + SOURCE)
                .hasMessageContaining("2026-12-05T00:00:00Z")
                .hasMessageContaining("remove it first")
                .hasMessageNotContaining("stale")
                .hasMessageNotContaining("renewed\"");
        assertThat(file).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_796_169_600L, 1_796_169_600_000L})
    void readsTheEndAsANumberToo(long end) throws IOException {
        existing("codex-ada@example.com.json", "type", "codex", "access_token", "renewed", "expires_at", end);

        assertThatThrownBy(() -> files.save(codex("stale", END), SOURCE)).hasMessageContaining("2026-12-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.json",
                "/etc/evil.json",
                "a/b.json",
                "a\\b.json",
                ".hidden.json",
                "plain.txt",
                "",
                "a\nb.json"
            })
    void writesOnlyFilesOfTheFolder(String name) {
        assertThatThrownBy(() -> files.save(credential(name, END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("not that of a file ending in .json");
        assertThat(folder).doesNotExist();
    }

    @Test
    void doesNotReplaceWhatItCannotRead() throws IOException {
        existing("codex-ada@example.com.json");
        Files.writeString(folder.resolve("codex-ada@example.com.json"), "{\"type\":");

        assertThatThrownBy(() -> files.save(codex("new", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("holds no complete JSON object")
                .hasMessageContaining("Move it away");
        assertThat(folder.resolve("codex-ada@example.com.json")).hasContent("{\"type\":");
    }

    @Test
    void doesNotReplaceACredentialOfAnotherKind() throws IOException {
        existing("codex-ada@example.com.json", "type", "claude", "access_token", "old");

        assertThatThrownBy(() -> files.save(codex("new", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("holds one of another kind");
    }

    @Test
    void doesNotReplaceAFolder() throws IOException {
        Files.createDirectories(folder.resolve("codex-ada@example.com.json"));

        assertThatThrownBy(() -> files.save(codex("new", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("is a folder");
        assertThat(names()).containsExactly("codex-ada@example.com.json");
    }

    @Test
    void saysThatTheFolderIsAFile() throws IOException {
        Files.writeString(folder, "a file");

        assertThatThrownBy(() -> files.save(codex("new", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(folder + " is a file");
        assertThat(folder).hasContent("a file");
    }

    @Test
    void saysThatAParentIsAFile() throws IOException {
        Files.writeString(folder, "a file");
        CredentialFiles below = new CredentialFiles(folder.resolve("deeper"));

        assertThatThrownBy(() -> below.save(codex("new", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("cannot be written to " + folder.resolve("deeper"))
                .hasMessageContaining("What was there before is still there");
    }

    @Test
    void writesThroughALinkAndKeepsIt() throws IOException {
        Path real = existing("codex-real.json", "type", "codex", "access_token", "old");
        Path elsewhere = temporary.resolve("elsewhere.json");
        Files.move(real, elsewhere);
        Path link = Files.createSymbolicLink(folder.resolve("codex-ada@example.com.json"), elsewhere);

        files.save(codex("new", END), SOURCE);

        assertThat(link).isSymbolicLink();
        assertThat(JsonText.readObject(Files.readString(elsewhere))).containsEntry("access_token", "new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rw-------");
    }

    @Test
    void saysThatALinkLeadsNowhere() throws IOException {
        Files.createDirectories(folder);
        Path link = Files.createSymbolicLink(folder.resolve("codex-ada@example.com.json"), temporary.resolve("gone"));

        assertThatThrownBy(() -> files.save(codex("new", END), SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(link + " is a link to a file that does not exist");
        assertThat(names()).hasSize(1);
    }

    @Test
    void saysThatOthersCanEnterTheFolder() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(files.save(codex("new", END), SOURCE).warnings())
                .anyMatch(warning -> warning.contains("rwxr-xr-x") && warning.contains("chmod 700 '" + folder + "'"));
    }
}
