package dev.flowgate.process.install;

import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file {@code install.json}, which is written last: a folder without it is no installation. */
final class InstallRecord {
    static final String FILE = "install.json";

    private static final String VERSION = "version";
    private static final String PROGRAM = "program";
    private static final String SHA256 = "sha256";
    private static final String SOURCE = "source";
    private static final String INSTALLED_AT = "installed_at";

    private InstallRecord() {}

    static void write(InstalledVersion version) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        members.put(VERSION, version.version());
        members.put(PROGRAM, version.program());
        members.put(SHA256, version.sha256());
        members.put(SOURCE, version.source());
        members.put(INSTALLED_AT, version.installedAt().toString());
        AtomicFile.write(version.folder().resolve(FILE), JsonText.indented(members) + "\n");
    }

    /** Returns what a folder holds; null when it holds no finished installation, or its program is gone. */
    static @Nullable InstalledVersion read(Path folder) {
        try {
            Map<String, @Nullable Object> members = JsonText.readObject(InstallStorage.text(folder.resolve(FILE)));
            if (!(members.get(VERSION) instanceof String version)
                    || !(members.get(PROGRAM) instanceof String program)
                    || !(members.get(SHA256) instanceof String sha256)
                    || !(members.get(SOURCE) instanceof String source)
                    || !(members.get(INSTALLED_AT) instanceof String installedAt)) {
                return null;
            }
            Path file = folder.resolve(program).normalize();
            return file.startsWith(folder) && !file.equals(folder) && Files.isRegularFile(file)
                    ? new InstalledVersion(folder, version, program, sha256, source, Instant.parse(installedAt))
                    : null;
        } catch (IOException | DateTimeException | InvalidPathException unfinishedOrDamaged) {
            // A folder that does not say what it holds is treated as one that holds nothing.
            return null;
        }
    }
}
