package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.HeldCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes the credentials of one provider that CLIProxyAPI keeps: those in its list, or those in its folder. */
final class KeptCredentials {
    private final AuthContext context;
    private final LoginRoute route;
    private final Freshness freshness;

    KeptCredentials(AuthContext context, LoginRoute route) {
        this.context = context;
        this.route = route;
        this.freshness = new Freshness(context.clock().instant(), context.provider());
    }

    /** Describes an entry of the server's list. */
    HeldCredential describe(AuthFile entry, URI server) throws IOException {
        Path path = localFile(entry, server);
        FileLabel file = path == null ? null : FileLabel.read(path).orElse(null);
        String problem = freshness.problemAtServer(entry, file);
        if (problem == null && path != null) {
            problem = Freshness.exposure(path);
        }
        String account = entry.account();
        return new HeldCredential(
                account == null ? null : ServerText.quote(account),
                location(entry, server),
                file == null ? null : file.expiresAt(),
                file == null || file.renewable(),
                problem);
    }

    /** Describes the files in the server's folder. */
    List<HeldCredential> describeFiles() throws IOException {
        List<HeldCredential> held = new ArrayList<>();
        for (Path path : files()) {
            FileLabel file = FileLabel.read(path).orElse(null);
            if (file != null) {
                String problem = freshness.problemAtRest(file);
                held.add(new HeldCredential(
                        file.account() == null ? null : ServerText.quote(file.account()),
                        path.toString(),
                        file.expiresAt(),
                        file.renewable(),
                        problem == null ? Freshness.exposure(path) : problem));
            }
        }
        return held;
    }

    /** Returns the files of this provider in the server's folder, sorted. */
    List<Path> files() throws IOException {
        Path directory = AuthDirectory.of(context);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path path : entries.sorted().toList()) {
                // Others are left-overs of writing; the server does not look at them either.
                if (path.getFileName().toString().endsWith(".json")
                        && FileLabel.read(path)
                                .filter(file -> route.takes(file.type()))
                                .isPresent()) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    /** Returns where an entry's credential is: its file when that is on this machine, the server's name for it else. */
    String location(AuthFile entry, URI server) {
        Path file = localFile(entry, server);
        return file == null ? ServerText.quote(entry.name()) + " of CLIProxyAPI at " + server : file.toString();
    }

    // A server whose folder is configured by a relative path tells relative paths, which mean nothing here.
    private @Nullable Path localFile(AuthFile entry, URI server) {
        if (!ManagementKey.suits(server.getHost())) {
            return null;
        }
        try {
            Path told = entry.path() == null ? null : Path.of(entry.path());
            if (told != null && told.isAbsolute() && Files.isReadable(told)) {
                return told;
            }
            Path name = Path.of(entry.name()).getFileName();
            Path file = name == null ? null : AuthDirectory.of(context).resolve(name);
            return file != null && Files.isReadable(file) ? file : null;
        } catch (InvalidPathException malformed) {
            return null;
        }
    }
}
