package dev.flowgate.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a migration did to a file. */
public final class FileMigration {
    private final MigrationResult result;
    private final @Nullable Path backupFile;

    FileMigration(MigrationResult result, @Nullable Path backupFile) {
        this.result = result;
        this.backupFile = backupFile;
    }

    /**
     * Returns what became of the text.
     *
     * @return the result
     */
    public MigrationResult result() {
        return result;
    }

    /**
     * Returns where the original is.
     *
     * @return the backup; empty when there was nothing to do and the file was left alone
     */
    public Optional<Path> backup() {
        return Optional.ofNullable(backupFile);
    }
}
