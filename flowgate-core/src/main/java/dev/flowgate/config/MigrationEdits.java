package dev.flowgate.config;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Migrates a text by changing the few characters that have to change. */
final class MigrationEdits {
    private final String text;

    /** Replacements by where they start; a part that aliases repeat is edited once. */
    private final TreeMap<Integer, Edit> edits = new TreeMap<>();

    private MigrationEdits(String text) {
        this.text = text;
    }

    /** Returns the migrated text; null where an old key and its new form are both there, which takes more than edits. */
    static @Nullable String edit(String text, Node.Mapping root) {
        MigrationEdits edits = new MigrationEdits(text);
        Node.Mapping services = Values.mapping(root.get("services"));
        boolean possible = edits.rename(root, "secrets", "secret_files")
                && edits.rename(services, "cliproxyapi", ServiceConfig.CLIPROXYAPI_PLUS)
                && edits.moveOauth(root);
        for (Node.Entry service : services.entries().values()) {
            possible = possible && edits.rename(Values.mapping(service.value()), "health_path", "readiness_path");
        }
        if (!possible) {
            return null;
        }
        Node version = root.get("config_version");
        Long number = Values.whole(version);
        if (version != null && number != null && number == 1) {
            edits.replace(version.origin().start(), version.origin().end(), "2");
        }
        return edits.apply();
    }

    private boolean rename(Node.Mapping parent, String old, String now) {
        Node.Entry entry = parent.entries().get(old);
        if (entry == null) {
            return true;
        }
        if (parent.entries().containsKey(now)) {
            return false;
        }
        replace(entry.key().start(), entry.key().end(), quotedLike(entry.key(), now));
        return true;
    }

    private boolean moveOauth(Node.Mapping root) {
        Node.Entry entry = root.entries().get("oauth");
        if (entry == null) {
            return true;
        }
        if (root.entries().containsKey("auth")) {
            return false;
        }
        Origin key = entry.key();
        if (root.flow()) {
            String opening = quotedLike(key, "auth") + ": {" + quotedLike(key, "providers");
            replace(key.start(), key.end(), opening);
            replace(entry.value().origin().end(), entry.value().origin().end(), "}");
            return true;
        }
        String newLine = text.contains("\r\n") ? "\r\n" : "\n";
        String indentation = " ".repeat(key.column() + 1);
        replace(key.start(), key.end(), quotedLike(key, "auth") + ":" + newLine + indentation + "providers");
        int end = contentEnd(entry.value());
        int line = text.indexOf('\n', key.end()) + 1;
        while (line > 0 && line < end) {
            char first = text.charAt(line);
            if (first != '\n' && first != '\r') {
                replace(line, line, "  ");
            }
            line = text.indexOf('\n', line) + 1;
        }
        return true;
    }

    /** The end of the last thing written in a node; a block's own end is only where the next block begins. */
    private static int contentEnd(Node node) {
        int end = node.origin().start();
        if (node instanceof Node.Scalar || (node instanceof Node.Mapping mapping && mapping.flow())) {
            return node.origin().end();
        }
        if (node instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries().values()) {
                end = Math.max(end, Math.max(entry.key().end(), contentEnd(entry.value())));
            }
        } else {
            for (Node item : ((Node.Sequence) node).items()) {
                end = Math.max(end, contentEnd(item));
            }
        }
        return end;
    }

    private String quotedLike(Origin key, String name) {
        char first = text.charAt(key.start());
        return first == '"' || first == '\'' ? first + name + first : name;
    }

    private void replace(int start, int end, String replacement) {
        edits.put(start, new Edit(end, replacement));
    }

    private String apply() {
        StringBuilder edited = new StringBuilder(text.length() + 64);
        int at = 0;
        for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
            if (edit.getKey() >= at) {
                edited.append(text, at, edit.getKey()).append(edit.getValue().replacement());
                at = edit.getValue().end();
            }
        }
        return edited.append(text, at, text.length()).toString();
    }

    private record Edit(int end, String replacement) {}
}
