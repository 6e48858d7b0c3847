package dev.flowgate.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes absolute paths of the file's, which may be relative to its folder. */
final class PathReader {
    private PathReader() {}

    static @Nullable Path path(@Nullable Node node, Path base, Problems problems) {
        String text = Values.text(node);
        if (node == null || text == null || text.isBlank()) {
            return null;
        }
        try {
            String expanded = text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
            return base.resolve(expanded).normalize();
        } catch (InvalidPathException unusable) {
            problems.error(node.origin(), "this system cannot have a path " + Quote.value(text), null);
            return null;
        }
    }

    /** The paths; those that are missing, which has been reported, are the usual ones. */
    static PathsConfig paths(Node.Mapping paths, Path base, @Nullable Path file, Problems problems) {
        PathsConfig usual = PathsConfig.under(base.resolve(".router"));
        Map<Path, String> taken = new HashMap<>();
        if (file != null) {
            taken.put(file.toAbsolutePath().normalize(), "the configuration itself");
        }
        return new PathsConfig(
                own(paths, "runtime_dir", usual.runtimeDirectory(), base, taken, problems),
                own(paths, "active_config", usual.activeConfig(), base, taken, problems),
                own(paths, "state_file", usual.stateFile(), base, taken, problems),
                own(paths, "log_file", usual.logFile(), base, taken, problems));
    }

    /** A path that nothing else of FlowGate's has: each is written whole, and would destroy the other. */
    private static Path own(
            Node.Mapping paths, String key, Path usual, Path base, Map<Path, String> taken, Problems problems) {
        Node node = paths.get(key);
        Path path = path(node, base, problems);
        if (node == null || path == null) {
            return usual;
        }
        String other = taken.putIfAbsent(path, "paths." + key);
        if (other != null) {
            problems.error(node.origin(), "is the same file as " + other, "give each a name of its own");
        }
        return path;
    }

    static List<Path> list(@Nullable Node node, Path base, Problems problems) {
        List<Path> paths = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                Path path = path(item, base, problems);
                if (path != null) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    static Map<String, Path> credentials(Node.Mapping upstream, Path base, Problems problems) {
        Map<String, Path> files = new LinkedHashMap<>();
        upstream.content().forEach((name, entry) -> {
            Path file = path(Values.mapping(entry.value()).get("file"), base, problems);
            if (file != null) {
                files.put(name, file);
            }
        });
        return files;
    }
}
