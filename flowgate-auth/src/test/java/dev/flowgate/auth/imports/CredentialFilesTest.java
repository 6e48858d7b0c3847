package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFilesTest {
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
    void writesAPrivateFileIntoAPrivateFolder() throws IOException {
        SavedCredential saved = auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(saved.file()).isEqualTo(folder.resolve("codex-ada@example.com.json"));
        assertThat(saved.changed()).isTrue();
        assertThat(saved.warnings()).containsExactly("first");
        assertThat(saved.expiresAt()).isEqualTo(AuthFolder.END);
        assertThat(AuthFolder.mode(saved.file())).isEqualTo("rw-------");
        assertThat(AuthFolder.mode(folder)).isEqualTo("rwx------");
        assertThat(auths.content("codex-ada@example.com.json"))
                .isEqualTo(AuthFolder.codex("new", AuthFolder.END).content());
        assertThat(auths.names()).containsExactly("codex-ada@example.com.json");
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
        assertThatThrownBy(() -> auths.files().save(AuthFolder.credential(name, AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("not that of a file ending in .json");
        assertThat(folder).doesNotExist();
    }

    @Test
    void doesNotReplaceWhatItCannotRead() throws IOException {
        auths.existing("codex-ada@example.com.json");
        Files.writeString(folder.resolve("codex-ada@example.com.json"), "{\"type\":");

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("holds no complete JSON object")
                .hasMessageContaining("Move it away");
        assertThat(folder.resolve("codex-ada@example.com.json")).hasContent("{\"type\":");
    }

    @Test
    void doesNotReplaceACredentialOfAnotherKind() throws IOException {
        auths.existing("codex-ada@example.com.json", "type", "claude", "access_token", "old");

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("holds one of another kind");
    }

    @Test
    void doesNotReplaceAFolder() throws IOException {
        Files.createDirectories(folder.resolve("codex-ada@example.com.json"));

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("is a folder");
        assertThat(auths.names()).containsExactly("codex-ada@example.com.json");
    }

    @Test
    void saysThatTheFolderIsAFile() throws IOException {
        Files.writeString(folder, "a file");

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(folder + " is a file");
        assertThat(folder).hasContent("a file");
    }

    @Test
    void saysThatAParentIsAFile() throws IOException {
        Files.writeString(folder, "a file");
        CredentialFiles below = new CredentialFiles(folder.resolve("deeper"));

        assertThatThrownBy(() -> below.save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("cannot be written to " + folder.resolve("deeper"))
                .hasMessageContaining("What was there before is still there");
    }

    @Test
    void writesThroughALinkAndKeepsIt() throws IOException {
        Path real = auths.existing("codex-real.json", "type", "codex", "access_token", "old");
        Path elsewhere = temporary.resolve("elsewhere.json");
        Files.move(real, elsewhere);
        Path link = Files.createSymbolicLink(folder.resolve("codex-ada@example.com.json"), elsewhere);

        auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE);

        assertThat(link).isSymbolicLink();
        assertThat(JsonText.readObject(Files.readString(elsewhere))).containsEntry("access_token", "new");
        assertThat(AuthFolder.mode(elsewhere)).isEqualTo("rw-------");
    }

    @Test
    void saysThatALinkLeadsNowhere() throws IOException {
        Files.createDirectories(folder);
        Path link = Files.createSymbolicLink(folder.resolve("codex-ada@example.com.json"), temporary.resolve("gone"));

        assertThatThrownBy(() -> auths.files().save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(link + " is a link to a file that does not exist");
        assertThat(auths.names()).hasSize(1);
    }

    @Test
    void saysThatOthersCanEnterTheFolder() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(auths.files()
                        .save(AuthFolder.codex("new", AuthFolder.END), AuthFolder.SOURCE)
                        .warnings())
                .anyMatch(warning -> warning.contains("rwxr-xr-x") && warning.contains("chmod 700 '" + folder + "'"));
    }
}
