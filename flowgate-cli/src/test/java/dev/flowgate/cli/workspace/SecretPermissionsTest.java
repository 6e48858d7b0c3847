package dev.flowgate.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.config.FlowGateConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretPermissionsTest {
    @TempDir
    Path folder;

    private FlowGateConfig config;

    @BeforeEach
    void load() throws IOException {
        Path file = Files.writeString(folder.resolve("flowgate.yaml"), """
                paths:
                  runtime_dir: .router/runtime
                  active_config: .router/runtime/litellm.active.yaml
                  state_file: .router/runtime/state.json
                  log_file: .router/logs/flowgate.log
                services: {litellm: {type: embedded}}
                litellm_base: {model_list: [{model_name: demo, litellm_params: {model: openai/demo, api_key: k}}]}
                profiles: {balanced: {}}
                secret_files: [own.key]
                """);
        config = FlowGateConfig.load(file);
    }

    private Path file(String name, String mode) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        return mode(file, mode);
    }

    private static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(SecretPermissions.issues(config)).isEmpty();
    }

    @Test
    void findsNothingWhereEverythingIsPrivate() throws IOException {
        file("own.key", "rw-------");
        for (String credentials : new String[] {".router/auths", ".router/credentials"}) {
            file(credentials + "/codex.json", "rw-------");
            mode(folder.resolve(credentials), "rwx------");
        }

        assertThat(SecretPermissions.issues(config)).isEmpty();
    }

    @Test
    void findsFilesAndFoldersThatOthersCanRead() throws IOException {
        Path own = file("own.key", "rw-r-----");
        Path read = file(".router/auths/codex.json", "rw-r--r--");
        Path kept = file(".router/credentials/codex.json", "rw----r--");
        file(".router/credentials/codex.lock", "rw-r--r--");
        Path auths = mode(folder.resolve(".router/auths"), "rwxr-xr-x");
        Path credentials = mode(folder.resolve(".router/credentials"), "rwx--x---");

        assertThat(SecretPermissions.issues(config))
                .containsExactlyInAnyOrder(
                        auths + " is rwxr-xr-x; repair: chmod 700 '" + auths + "'",
                        credentials + " is rwx--x---; repair: chmod 700 '" + credentials + "'",
                        own + " is rw-r-----; repair: chmod 600 '" + own + "'",
                        read + " is rw-r--r--; repair: chmod 600 '" + read + "'",
                        kept + " is rw----r--; repair: chmod 600 '" + kept + "'");
    }
}
