package dev.flowgate.cli;

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

/** Looks for secret files that others than their owner may read. */
final class SecretPermissions {
    private SecretPermissions() {}

    /** Returns a line for each exposed file: the configured secret files, credential files, and those in the auth folder. */
    static List<String> issues(FlowGateConfig config) {
        NavigableSet<Path> files = new TreeSet<>(config.secretFiles());
        files.addAll(config.upstreamCredentials().values());
        files.add(config.paths().activeConfig());
        addCredentials(config.paths().authDirectory(), files);
        List<String> issues = new ArrayList<>();
        for (Path file : files) {
            FilePermissions.exposure(file)
                    .ifPresent(mode -> issues.add(file + " is " + mode + "; repair: chmod 600 '" + file + "'"));
        }
        return issues;
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
