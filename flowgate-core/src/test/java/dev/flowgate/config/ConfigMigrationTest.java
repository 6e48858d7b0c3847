package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigMigrationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:15:00Z"), ZoneOffset.UTC);

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        assertThatThrownBy(() -> ConfigMigration.migrate("config_version: 3\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config_version 3 is not supported; supported are 1 and 2");
    }

    @Test
    void changesOnlyWhatHasToChange() {
        String original = Samples.resource("v1.yaml");
        MigrationResult result = ConfigMigration.migrate(original);
        assertThat(result.text())
                .isEqualTo(original.replace("health_path:", "readiness_path:")
                        .replace("cliproxyapi:", "cliproxyapi_plus:")
                        .replace("secrets:", "secret_files:")
                        .replace("""
                                oauth:   # logins
                                  # the only one
                                  codex:
                                    auth_url""", """
                                auth:
                                  providers:   # logins
                                    # the only one
                                    codex:
                                      auth_url""")
                        .replace("    status_endpoint", "      status_endpoint"));
        assertThat(result.steps()).hasSize(4);
        assertThat(result.notKept()).isEmpty();
    }

    @Test
    void jsonStaysJson() {
        String original = Samples.resource("v1.json");
        MigrationResult result = ConfigMigration.migrate(original);
        assertThat(result.text())
                .isEqualTo(original.replace("\"config_version\": 1", "\"config_version\": 2")
                        .replace("health_path", "readiness_path")
                        .replace("\"cliproxyapi\":", "\"cliproxyapi_plus\":")
                        .replace("\"secrets\"", "\"secret_files\"")
                        .replace("\"oauth\": {", "\"auth\": {\"providers\": {")
                        .replace("/s\" }\n  },", "/s\" }\n  }},"));
        assertThat(result.steps()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.yaml", "v1.json"})
    void migratedFileLoadsAsTheOldOneDidAndWithoutMigration(String name) {
        String original = Samples.resource(name);
        String migrated = ConfigMigration.migrate(original).text();
        FlowGateConfig before = Samples.parse(original);
        FlowGateConfig after = Samples.parse(migrated);
        assertThat(after.redacted()).isEqualTo(before.redacted());
        assertThat(after.services()).isEqualTo(before.services());
        assertThat(after.warnings()).noneMatch(warning -> MigrationStep.HINT.equals(warning.hint()));
        assertThat(ConfigMigration.migrate(migrated).changed()).isFalse();
    }

    @Test
    void windowsLineEndsStay() {
        String migrated = ConfigMigration.migrate(Samples.resource("v1.yaml").replace("\n", "\r\n"))
                .text();
        assertThat(migrated.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(migrated).contains("auth:\r\n  providers:");
    }

    @Test
    void newFormWinsAndNothingElseIsLost() {
        String text = Samples.MINIMAL + """
                # a comment
                secrets: [old]
                secret_files: [new]
                oauth: {codex: {method: old}, other: {method: kept}}
                auth: {providers: {codex: {method: new}}}
                """;
        MigrationResult result = ConfigMigration.migrate(text);
        assertThat(result.notKept())
                .hasSize(3)
                .anyMatch(line -> line.contains("`secrets` is ignored"))
                .anyMatch(line -> line.contains("`oauth.codex` is ignored"))
                .anyMatch(line -> line.startsWith("comments"));
        FlowGateConfig migrated = Samples.parse(result.text());
        assertThat(migrated.secretFiles()).containsExactly(Samples.BASE.resolve("new"));
        assertThat(Samples.provider(migrated, "codex").method()).isEqualTo("new");
        assertThat(Samples.provider(migrated, "other").method()).isEqualTo("kept");
        assertThat(migrated.redacted()).isEqualTo(Samples.parse(text).redacted());
    }

    @Test
    void migratesAFileWithABackupAndKeepsItsMode(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("flowgate.yaml"), Samples.resource("v1.yaml"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path taken = Files.writeString(folder.resolve("flowgate.yaml.backup-20261121-101500"), "older");

        FileMigration migration = ConfigMigration.migrateFile(file, CLOCK);

        Path backup = folder.resolve("flowgate.yaml.backup-20261121-101500-2");
        assertThat(migration.backup()).contains(backup);
        assertThat(backup).hasContent(Samples.resource("v1.yaml"));
        assertThat(taken).hasContent("older");
        assertThat(file).hasContent(migration.result().text());
        for (Path each : new Path[] {file, backup}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void writesNothingWhenNothingIsToBeDone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("flowgate.yaml"), Samples.resource("v2.yaml"));
        assertThat(ConfigMigration.migrateFile(file, CLOCK).backup()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**backup*");
        assertThat(file).hasContent(Samples.resource("v2.yaml"));
    }
}
