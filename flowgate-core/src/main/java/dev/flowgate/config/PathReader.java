package dev.flowgate.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
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
            return base.resolve(text).normalize();
        } catch (InvalidPathException unusable) {
            problems.error(node.origin(), "this system cannot have a path " + Quote.value(text), null);
            return null;
        }
    }

    /** The paths; those that are missing, which has been reported, are the usual ones. */
    static PathsConfig paths(Node.Mapping paths, Path base, Problems problems) {
        PathsConfig usual = PathsConfig.under(base.resolve(".router"));
        Path runtime = path(paths.get("runtime_dir"), base, problems);
        Path active = path(paths.get("active_config"), base, problems);
        Path state = path(paths.get("state_file"), base, problems);
        Path log = path(paths.get("log_file"), base, problems);
        return new PathsConfig(
                runtime == null ? usual.runtimeDirectory() : runtime,
                active == null ? usual.activeConfig() : active,
                state == null ? usual.stateFile() : state,
                log == null ? usual.logFile() : log);
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
