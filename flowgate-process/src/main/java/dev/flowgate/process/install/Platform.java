package dev.flowgate.process.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The machine that a program is to run on.
 *
 * @param os as Go and the names of releases call it: {@code linux}, {@code darwin}, {@code freebsd}, {@code windows}
 * @param arch likewise: {@code amd64}, {@code arm64}
 * @param glibc whether programs that are linked dynamically against the GNU C library find their loader
 */
record Platform(String os, String arch, boolean glibc) {
    private static final List<Path> LOADERS = List.of(
            Path.of("/lib64/ld-linux-x86-64.so.2"),
            Path.of("/lib/ld-linux-aarch64.so.1"),
            Path.of("/lib64/ld-linux-aarch64.so.1"));

    /** Returns the machine that this runs on. */
    static Platform current() {
        return of(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                LOADERS.stream().anyMatch(Files::exists));
    }

    /** Translates what a JVM calls systems and processors. */
    static Platform of(String osName, String osArch, boolean glibc) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch.toLowerCase(Locale.ROOT);
        };
        return new Platform(os, arch, glibc);
    }

    /** Returns the names under which releases have had this processor, the newest first. */
    List<String> archNames() {
        return arch.equals("arm64") ? List.of("aarch64", "arm64") : List.of(arch);
    }

    @Override
    public String toString() {
        return os + "/" + arch;
    }
}
