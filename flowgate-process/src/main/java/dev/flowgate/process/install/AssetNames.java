package dev.flowgate.process.install;

import dev.flowgate.config.ReleaseConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The names that the archive for a machine may have, the best first; a name is taken whole or not at all. */
final class AssetNames {
    private AssetNames() {}

    /** Returns the candidates. */
    static List<String> candidates(ReleaseConfig source, String version, Platform platform) {
        String pattern = source.asset();
        List<String> names = new ArrayList<>();
        if (pattern != null) {
            for (String arch : platform.archNames()) {
                names.add(pattern.replace("{version}", version)
                        .replace("{os}", platform.os())
                        .replace("{arch}", arch));
            }
            return names.stream().distinct().toList();
        }
        String project = source.repository().substring(source.repository().indexOf('/') + 1);
        String ending = platform.os().equals("windows") ? ".zip" : ".tar.gz";
        for (String variant : variants(platform)) {
            for (String arch : platform.archNames()) {
                names.add(project + "_" + version + "_" + platform.os() + "_" + arch + variant + ending);
            }
        }
        return names;
    }

    /** Returns the first candidate that is there. */
    static Optional<String> choose(List<String> candidates, Collection<String> there) {
        return candidates.stream().filter(there::contains).findFirst();
    }

    /** The builds without plugins are static, and run where there is no GNU C library; older releases have only such. */
    private static List<String> variants(Platform platform) {
        String isStatic = "_no-plugin";
        return switch (platform.os()) {
            case "linux" -> platform.glibc() ? List.of("", isStatic) : List.of(isStatic, "");
            case "freebsd" -> List.of("", isStatic);
            default -> List.of("");
        };
    }
}
