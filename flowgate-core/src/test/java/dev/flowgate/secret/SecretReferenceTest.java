package dev.flowgate.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {
    @Test
    void takesTheVariableItNames() {
        SecretReference reference = SecretReference.parse("os.environ/SOME_KEY");

        assertThat(reference.resolve(Map.of("SOME_KEY", " value\n")::get).reveal())
                .isEqualTo("value");
    }

    @Test
    void saysWhichVariableIsMissing() {
        SecretReference reference = SecretReference.parse("os.environ/SOME_KEY");

        assertThatThrownBy(() -> reference.resolve(name -> null))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("SOME_KEY is not set");
        assertThatThrownBy(() -> reference.resolve(name -> " "))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("SOME_KEY is set but empty");
    }

    @Test
    void neverPrintsASecret() {
        SecretReference reference = SecretReference.parse("plain-text-key");

        assertThat(reference.toString()).doesNotContain("plain-text-key");
        assertThat(reference.resolve(name -> null).toString()).isEqualTo("***");
    }

    @Test
    void readsACredentialFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\n from-file \n");

        assertThat(new SecretReference.CredentialFile(file)
                        .resolve(name -> null)
                        .reveal())
                .isEqualTo("from-file");
    }

    @Test
    void saysWhatIsWrongWithACredentialFile(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> new SecretReference.CredentialFile(folder.resolve("absent")).resolve(name -> null))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> new SecretReference.CredentialFile(empty).resolve(name -> null))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("is empty");
    }
}
