package dev.flowgate.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Moves {@code oauth} to {@code auth.providers}. A provider that both name keeps its entry there. */
final class OauthMove {
    private OauthMove() {}

    static Node.Mapping move(Node.Mapping root, Node.Entry oauth, Problems problems) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Node.Mapping auth = Values.mapping(root.get("auth"));
        Node providers = auth.get("providers");
        Node moved = providers == null ? oauth.value() : together(oauth, providers, problems);
        Map<String, Node.Entry> authEntries = new LinkedHashMap<>(auth.entries());
        authEntries.put("providers", new Node.Entry(oauth.key(), moved));
        Node.Entry newAuth =
                new Node.Entry(oauth.key(), new Node.Mapping(oauth.value().origin(), authEntries, root.flow()));
        root.entries().forEach((key, entry) -> {
            if (key.equals("oauth") && root.get("auth") == null) {
                entries.put("auth", newAuth);
            } else if (key.equals("auth") && entry.value() instanceof Node.Mapping) {
                entries.put("auth", newAuth);
            } else if (!key.equals("oauth") && !key.equals("auth")) {
                entries.put(key, entry);
            } else if (key.equals("auth") && root.get("auth") != null) {
                entries.put(key, entry);
            }
        });
        return root.with(entries);
    }

    private static Node together(Node.Entry oauth, Node providers, Problems problems) {
        if (!(oauth.value() instanceof Node.Mapping old) || !(providers instanceof Node.Mapping now)) {
            return providers;
        }
        Map<String, Node.Entry> all = new LinkedHashMap<>(now.entries());
        old.entries().forEach((name, entry) -> {
            if (now.get(name) == null) {
                all.put(name, entry);
            } else if (!name.startsWith(Node.COMMENT_PREFIX)) {
                problems.warning(
                        entry.key(),
                        "`oauth." + name + "` is ignored, because `auth.providers." + name + "` is there too",
                        MigrationStep.HINT);
            }
        });
        return now.with(all);
    }
}
