package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.cliproxy.ServerFinding.Kind;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.file.FileBackup;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Repairs a server's configuration. */
final class FileRepair {
    private static final String LOCK = "cliproxyapi.yaml.lock";

    private final Path file;
    private final ServiceConfig service;
    private final Path runtimeDirectory;
    private final Clock clock;

    FileRepair(Path file, ServiceConfig service, Path runtimeDirectory, Clock clock) {
        this.file = file;
        this.service = service;
        this.runtimeDirectory = runtimeDirectory;
        this.clock = clock;
    }

    /** Repairs some findings, which are fixable. */
    ServerRepair of(List<ServerFinding> findings, Optional<ServerConfiguration> server) throws IOException {
        List<String> done = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        for (ServerFinding finding : findings) {
            switch (finding.kind()) {
                // First of all, so that the backup is private as well.
                case CONFIG_EXPOSED -> done.add(closed(file));
                case AUTH_DIR_EXPOSED -> {
                    if (server.isPresent()) {
                        done.add(closed(server.get().authDirectory()));
                    }
                }
                default -> {
                    Edit edit = edit(finding.kind());
                    if (!edits.contains(edit)) {
                        edits.add(edit);
                    }
                }
            }
        }
        Path backup = edits.isEmpty() ? null : apply(edits, done);
        return new ServerRepair(done, backup, backup != null);
    }

    private static String closed(Path path) throws IOException {
        FilePermissions.makePrivate(path);
        return path + " is open to its owner alone.";
    }

    private Edit edit(Kind kind) {
        return switch (kind) {
            case HOST_NOT_LOOPBACK, HOST_DIFFERS ->
                new Edit(List.of("host"), ServerHost.ofService(service.host()).name());
            case PORT_MISSING, PORT_DIFFERS -> new Edit(List.of("port"), service.port());
            case CONTROL_PANEL -> new Edit(List.of("remote-management", "disable-control-panel"), true);
            default -> throw new IllegalArgumentException(kind + " is not fixable.");
        };
    }

    /** Makes all edits in one write; returns the backup, or null when nothing had to be changed. */
    private @Nullable Path apply(List<Edit> edits, List<String> done) throws IOException {
        try (ProcessLock lock = BriefLock.acquire(runtimeDirectory.resolve(LOCK), "changing " + file, clock)) {
            String before = ServerDocument.text(file).orElseThrow(() -> new AuthException(file + " is gone."));
            String after = before;
            for (Edit edit : edits) {
                after = YamlEdit.set(after, ServerDocument.settings(), edit.path(), edit.value())
                        .orElseThrow(() -> new AuthException(file + " is written so that FlowGate cannot change "
                                + edit.name() + " alone. Set " + edit + " in it yourself."));
            }
            if (after.equals(before)) {
                return null;
            }
            Path backup = FileBackup.beside(file, clock);
            WatchedFile.change(file, before, after);
            edits.forEach(edit -> done.add(edit + " is set in " + file + "."));
            return backup;
        }
    }

    /**
     * One value to set.
     *
     * @param path the keys that lead to it
     * @param value the value
     */
    private record Edit(List<String> path, Object value) {
        String name() {
            return String.join(".", path);
        }

        @Override
        public String toString() {
            return name() + ": " + value;
        }
    }
}
