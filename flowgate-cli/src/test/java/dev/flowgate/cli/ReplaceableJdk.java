package dev.flowgate.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The JDK that the tests run with, under another path, so that a test can take away what an upgrade replaces. Most of it
 * are links; the files by which Java finds out where it is installed are copies.
 */
record ReplaceableJdk(Path home) implements AutoCloseable {
    private static final List<Path> FOLDERS =
            List.of(Path.of(""), Path.of("bin"), Path.of("lib"), Path.of("lib/server"));
    private static final Path HELPER = Path.of("lib/jspawnhelper");
    private static final Set<Path> COPIED =
            Set.of(Path.of("bin/java"), Path.of("lib/libjli.so"), Path.of("lib/server/libjvm.so"), HELPER);

    static ReplaceableJdk in(Path home) throws IOException {
        Path original = Path.of(System.getProperty("java.home")).toRealPath();
        for (Path folder : FOLDERS) {
            Files.createDirectories(home.resolve(folder));
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(original.resolve(folder))) {
                for (Path entry : entries) {
                    Path relative = original.relativize(entry);
                    if (COPIED.contains(relative)) {
                        Files.copy(entry, home.resolve(relative));
                    } else if (!FOLDERS.contains(relative)) {
                        Files.createSymbolicLink(home.resolve(relative), entry);
                    }
                }
            }
        }
        return new ReplaceableJdk(home);
    }

    Path java() {
        return home.resolve("bin/java");
    }

    /** Takes away the program by which Java starts others, unless it was told to do that itself. */
    void removeHelper() throws IOException {
        Files.delete(home.resolve(HELPER));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
