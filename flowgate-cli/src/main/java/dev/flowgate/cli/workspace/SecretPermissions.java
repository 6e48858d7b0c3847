package dev.flowgate.cli.workspace;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Looks for secret files, and folders of them, that others than their owner may read or enter. */
public final class SecretPermissions {
    private SecretPermissions() {}

    /**
     * Returns a line with the repair for each that is exposed: the configured secret files and credential files, the
     * credentials that CLIProxyAPI reads and those that FlowGate keeps, and the folders of both.
     */
    public static List<String> issues(FlowGateConfig config) {
        NavigableSet<Path> files = new TreeSet<>(config.secretFiles());
        files.addAll(config.upstreamCredentials().values());
        files.add(config.paths().activeConfig());
        List<String> issues = new ArrayList<>();
        for (Path folder :
                List.of(config.paths().authDirectory(), config.paths().credentialDirectory())) {
            addCredentials(folder, files);
            addIssue(folder, "700", issues);
        }
        files.forEach(file -> addIssue(file, "600", issues));
        return issues;
    }

    private static void addIssue(Path path, String repair, List<String> issues) {
        FilePermissions.exposure(path)
                .ifPresent(mode -> issues.add(path + " is " + mode + "; repair: chmod " + repair + " '" + path + "'"));
    }

    private static void addCredentials(Path folder, NavigableSet<Path> files) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> credentials = Files.newDirectoryStream(folder, "*.json")) {
            credentials.forEach(files::add);
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " cannot be read", failure);
        }
    }
}
