package dev.flowgate.process.install;

import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which versions were active, the newest first. It is written just before the link is swapped, in such a way
 * that it tells the previous version rightly before the swap and after it: what was active before a version is whatever
 * follows its first mention.
 *
 * @param ids the names of the versions' folders
 */
record ActivationHistory(List<String> ids) {
    private static final String FILE = "history.json";
    private static final String ACTIVATED = "activated";

    /** Returns what is written down; nothing when that cannot be read. */
    static ActivationHistory read(Path folder) {
        try {
            Map<String, @Nullable Object> members = JsonText.readObject(InstallStorage.text(folder.resolve(FILE)));
            return members.get(ACTIVATED) instanceof List<?> list
                    ? new ActivationHistory(list.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList())
                    : new ActivationHistory(List.of());
        } catch (IOException missingOrDamaged) {
            // Then there is nothing to roll back to, which whoever asks for it says.
            return new ActivationHistory(List.of());
        }
    }

    void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE), JsonText.indented(Map.of(ACTIVATED, ids)) + "\n");
    }

    /** Returns what may have been active before a version, the likeliest first. */
    List<String> before(String id) {
        return ids.subList(ids.indexOf(id) + 1, ids.size()).stream()
                .filter(each -> !each.equals(id))
                .toList();
    }

    /** Returns the history as it is while one version takes the place of another, of which the second still is active. */
    static ActivationHistory of(String next, @Nullable String active, @Nullable String previous) {
        return new ActivationHistory(
                Stream.of(next, active, previous).filter(Objects::nonNull).toList());
    }
}
