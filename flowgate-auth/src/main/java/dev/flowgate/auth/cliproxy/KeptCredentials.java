package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.ManagementKey;
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
        Path path = localPath(entry, server);
        CredentialFile file = path == null ? null : CredentialFile.read(path).orElse(null);
        String problem = freshness.problemAtServer(entry, file);
        if (problem == null && path != null) {
            problem = Freshness.exposure(path);
        }
        String account = entry.account();
        return new HeldCredential(
                account == null ? null : ServerText.quote(account),
                path == null ? ServerText.quote(entry.name()) + " of CLIProxyAPI at " + server : path.toString(),
                file == null ? null : file.expiresAt(),
                file == null || file.renewable(),
                problem);
    }

    /** Describes the files in the server's folder. */
    List<HeldCredential> describeFiles() throws IOException {
        List<HeldCredential> held = new ArrayList<>();
        for (Path path : files()) {
            CredentialFile file = CredentialFile.read(path).orElse(null);
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
                        && CredentialFile.read(path)
                                .filter(file -> route.takes(file.type()))
                                .isPresent()) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    /** Returns an entry's file when the server runs on this machine, so that the path means something here. */
    private static @Nullable Path localPath(AuthFile entry, URI server) {
        String path = entry.path();
        if (path == null || !ManagementKey.suits(server.getHost())) {
            return null;
        }
        try {
            Path file = Path.of(path);
            return file.isAbsolute() && Files.isReadable(file) ? file : null;
        } catch (InvalidPathException malformed) {
            return null;
        }
    }
}
