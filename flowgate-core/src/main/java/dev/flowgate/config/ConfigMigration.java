package dev.flowgate.config;

import dev.flowgate.FlowGateException;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FileBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings older files to the present contract: {@code secrets} becomes {@code secret_files},
 * {@code services.cliproxyapi} becomes {@code services.cliproxyapi_plus}, {@code oauth} becomes
 * {@code auth.providers}, {@code health_path} becomes {@code readiness_path}, and {@code config_version} becomes 2. The
 * text is changed in place, so that comments, order and layout stay; the outcome is read again and compared before it
 * is given out. Where an old key and its new form are both there, the new one wins.
 */
public final class ConfigMigration {
    private ConfigMigration() {}

    /**
     * Migrates a text.
     *
     * @param text YAML 1.2 or JSON, of any supported version
     * @return the migrated text, and what was done
     * @throws ConfigException if the text cannot be read as a map, or says that it is of a version that is not supported;
     *     other problems of the configuration do not matter
     */
    public static MigrationResult migrate(String text) {
        return migrate(text, new Problems(null));
    }

    /**
     * Tells what {@link #migrateFile} would do to a file, and writes nothing.
     *
     * @param file the file
     * @return what would be done, without a backup
     * @throws ConfigException if the file cannot be read as a map
     */
    public static FileMigration previewFile(Path file) {
        Problems problems = new Problems(file);
        return new FileMigration(migrate(SourceText.read(file, problems), problems), null);
    }

    /**
     * Migrates a file: writes a backup beside it, such as {@code flowgate.yaml.backup-20261121-101500}, with the
     * original's permissions, then replaces the file atomically and keeps its permissions. An existing backup is never
     * overwritten. When there is nothing to do, nothing is written.
     *
     * @param file the file
     * @param clock gives the backup's time
     * @return what was done
     * @throws ConfigException if the file cannot be read as a map
     * @throws FlowGateException if the backup or the file cannot be written; the file is then as it was
     */
    public static FileMigration migrateFile(Path file, Clock clock) {
        Problems problems = new Problems(file);
        String text = SourceText.read(file, problems);
        MigrationResult result = migrate(text, problems);
        if (!result.changed()) {
            return new FileMigration(result, null);
        }
        try {
            Path backup = FileBackup.beside(file, clock);
            Set<PosixFilePermission> permissions = permissions(file);
            AtomicFile.write(file, result.text());
            if (permissions != null) {
                Files.setPosixFilePermissions(file, permissions);
            }
            return new FileMigration(result, backup);
        } catch (IOException failure) {
            throw new FlowGateException(
                    "The migrated configuration cannot be written to " + file
                            + ". Check that its folder may be written and has room.",
                    failure);
        }
    }

    /**
     * Returns a configuration's text for people to look at: every secret in it is replaced by {@code ***}.
     *
     * @param text YAML 1.2 or JSON
     * @return the text, with its lines as they were
     * @throws ConfigException if the text cannot be read as a map
     */
    public static String withoutSecrets(String text) {
        Problems problems = new Problems(null);
        SourceText.check(text, problems);
        Node.Mapping document = ConfigLoader.rootMapping(YamlComposer.compose(text, problems), problems);
        problems.throwIfErrors();
        List<String> secrets = new ArrayList<>(Redaction.secrets(document));
        // The longest first, so that no secret is left in part because another one is in it.
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, Redaction.HIDDEN);
        }
        return Redaction.withoutCredentials(shown);
    }

    private static MigrationResult migrate(String text, Problems problems) {
        SourceText.check(text, problems);
        Node.Mapping original = ConfigLoader.rootMapping(YamlComposer.compose(text, problems), problems);
        ConfigLoader.checkVersion(original, problems);
        problems.throwIfErrors();
        Problems remarks = new Problems(null);
        List<String> steps = new ArrayList<>();
        Node.Mapping migrated = original;
        for (MigrationStep step : MigrationStep.values()) {
            Node.Mapping before = migrated;
            migrated = step.apply(before, remarks);
            if (!migrated.equals(before)) {
                steps.add(step.description());
            }
        }
        if (steps.isEmpty()) {
            return new MigrationResult(text, steps, List.of());
        }
        String edited = MigrationEdits.edit(text, original);
        if (edited != null && isSame(edited, migrated)) {
            return new MigrationResult(edited, steps, List.of());
        }
        List<String> notKept = new ArrayList<>();
        for (ConfigProblem remark : remarks.warnings()) {
            if (remark.message().contains(" is ignored")) {
                notKept.add("line " + remark.line() + ": " + remark.message());
            }
        }
        notKept.add("comments, anchors and layout: the file had to be written anew");
        return new MigrationResult(DocumentText.of(migrated), steps, notKept);
    }

    private static boolean isSame(String edited, Node.Mapping migrated) {
        try {
            Problems problems = new Problems(null);
            Node again = YamlComposer.compose(edited, problems);
            problems.throwIfErrors();
            return Plain.map(migrated).equals(Plain.value(again));
        } catch (ConfigException unreadable) {
            // An edit that breaks the text is no edit; the caller writes the document anew.
            return false;
        }
    }

    private static @Nullable Set<PosixFilePermission> permissions(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? null : view.readAttributes().permissions();
    }
}
