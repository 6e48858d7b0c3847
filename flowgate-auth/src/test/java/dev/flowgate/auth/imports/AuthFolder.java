package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that CLIProxyAPI reads, as a test fills it and looks into it. */
record AuthFolder(Path folder) {
    static final Path SOURCE = Path.of("/home/ada/.codex/auth.json");
    static final Instant END = Sources.NOW.plus(Duration.ofDays(9));

    static ImportedCredential codex(String accessToken, Instant end) {
        return credential(
                "codex-ada@example.com.json",
                end,
                "access_token",
                accessToken,
                "refresh_token",
                "refresh of " + accessToken,
                "account_id",
                "acct-1",
                "email",
                "ada@example.com");
    }

    static ImportedCredential credential(String name, @Nullable Instant end, String... members) {
        FileMembers content = FileMembers.ofType("codex");
        for (int i = 0; i < members.length; i += 2) {
            content.add(members[i], members[i + 1]);
        }
        content.add("expired", end).add("last_refresh", Sources.NOW);
        return new ImportedCredential(name, content.toMap(), "ada@example.com", end, List.of("first"));
    }

    Map<String, @Nullable Object> content(String name) throws IOException {
        return JsonText.readObject(Files.readString(folder.resolve(name)));
    }

    Path existing(String name, Object... members) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            content.put((String) members[i], members[i + 1]);
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve(name);
        Files.writeString(file, JsonText.indented(content));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(file, FileTime.from(Sources.NOW));
        return file;
    }

    List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    CredentialFiles files() {
        return new CredentialFiles(folder);
    }

    static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
