package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Looks at what is installed for a Python, in its folders alone: to run it could be what an attacker waits for. */
final class SitePackages {
    private static final Pattern LITELLM = Pattern.compile("litellm-([^-]+)\\.dist-info");

    private SitePackages() {}

    /**
     * Returns the version of LiteLLM.
     *
     * @param prefix the folder that Python's {@code bin} is in
     */
    static Optional<String> version(Path prefix) {
        for (Path folder : folders(prefix)) {
            for (Path entry : entries(folder, "litellm-*.dist-info")) {
                Matcher name = LITELLM.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    return Optional.of(name.group(1));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns a file that is in one of the folders. */
    static Optional<Path> file(Path prefix, String name) {
        return folders(prefix).stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::exists)
                .findFirst();
    }

    /** The folders of sysconfig's schemes "venv" and "posix_prefix", and those of Debian. */
    private static List<Path> folders(Path prefix) {
        List<Path> folders = new ArrayList<>();
        for (Path library : List.of(
                prefix.resolve("lib"),
                prefix.resolve("lib64"),
                prefix.resolve("local").resolve("lib"))) {
            for (Path python : entries(library, "python3*")) {
                folders.add(python.resolve("site-packages"));
                folders.add(python.resolve("dist-packages"));
            }
        }
        return folders.stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> entries(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
                entries.forEach(found::add);
            } catch (IOException forbidden) {
                // What the caller may not read it cannot run either.
                LoggerFactory.getLogger(SitePackages.class).debug("Cannot read {}", folder, forbidden);
            }
        }
        return found;
    }
}
