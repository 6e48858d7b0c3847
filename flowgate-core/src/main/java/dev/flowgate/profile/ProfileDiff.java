package dev.flowgate.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where two documents differ.
 *
 * @param keyPath the key, such as {@code litellm_settings.num_retries}
 * @param left its value in the first document; null when it is absent there (or null)
 * @param right its value in the second document; null when it is absent there (or null)
 */
public record ProfileDiff(
        String keyPath, @Nullable Object left, @Nullable Object right) {

    /**
     * Compares two documents. Maps are compared key by key; lists and scalars as a whole, because a profile replaces
     * them as a whole.
     *
     * @param left the first document
     * @param right the second document
     * @return the differences, sorted by key path; empty when the documents are equal
     */
    public static List<ProfileDiff> between(Map<String, ?> left, Map<String, ?> right) {
        List<ProfileDiff> differences = new ArrayList<>();
        compare("", left, right, differences);
        return List.copyOf(differences);
    }

    private static void compare(String path, Map<?, ?> left, Map<?, ?> right, List<ProfileDiff> differences) {
        TreeSet<String> keys = new TreeSet<>();
        left.keySet().forEach(key -> keys.add(String.valueOf(key)));
        right.keySet().forEach(key -> keys.add(String.valueOf(key)));
        for (String key : keys) {
            Object before = left.get(key);
            Object after = right.get(key);
            String keyPath = path.isEmpty() ? key : path + "." + key;
            if (before instanceof Map<?, ?> leftMap && after instanceof Map<?, ?> rightMap) {
                compare(keyPath, leftMap, rightMap, differences);
            } else if (!Objects.equals(before, after)) {
                differences.add(new ProfileDiff(keyPath, before, after));
            }
        }
    }
}
