package dev.flowgate.cli.workspace;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Looks for secret files, and folders of them, that others than their owner may read or enter. */
public final class SecretPermissions {
    private SecretPermissions() {}

    /** Returns a line with the repair for each that is {@linkplain #exposed exposed}. */
    public static List<String> issues(FlowGateConfig config) {
        List<String> issues = new ArrayList<>();
        exposed(config)
                .forEach((path, mode) -> issues.add(path + " is " + mode + "; repair: chmod "
                        + (Files.isDirectory(path) ? "700" : "600") + " '" + path + "'"));
        return issues;
    }

    /**
     * Returns those that are exposed, with the mode of each: the configured secret files and credential files, the
     * credentials that CLIProxyAPI reads and those that FlowGate keeps, the folders of both, and the keys that FlowGate
     * made.
     */
    public static Map<Path, String> exposed(FlowGateConfig config) {
        NavigableSet<Path> paths = new TreeSet<>(config.secretFiles());
        paths.addAll(config.upstreamCredentials().values());
        paths.add(config.paths().activeConfig());
        add(config.paths().runtimeDirectory(), "*.key", paths);
        for (Path folder :
                List.of(config.paths().authDirectory(), config.paths().credentialDirectory())) {
            add(folder, "*.json", paths);
            paths.add(folder);
        }
        Map<Path, String> exposed = new LinkedHashMap<>();
        paths.forEach(path -> FilePermissions.exposure(path).ifPresent(mode -> exposed.put(path, mode)));
        return exposed;
    }

    private static void add(Path folder, String pattern, NavigableSet<Path> files) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> credentials = Files.newDirectoryStream(folder, pattern)) {
            credentials.forEach(files::add);
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " cannot be read", failure);
        }
    }
}
