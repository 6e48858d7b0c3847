package dev.flowgate.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How credentials of another program are taken over.
 *
 * @param source the other program's file; null for the places where it usually is
 * @param destinationDirectory the folder to write to; null for the one that CLIProxyAPI reads
 */
public record ImportOptions(@Nullable Path source, @Nullable Path destinationDirectory) {
    /** From and to the usual places. */
    public static final ImportOptions DEFAULTS = new ImportOptions(null, null);
}
