package dev.flowgate.auth.cliproxy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ServerFile#repair} has done.
 *
 * @param done one sentence each; empty when there was nothing to repair
 * @param backup the configuration as it was; null when it was not edited
 * @param restart whether the server takes the change only when it is started again
 */
public record ServerRepair(List<String> done, @Nullable Path backup, boolean restart) {
    /** Copies the list. */
    public ServerRepair {
        done = List.copyOf(done);
    }
}
