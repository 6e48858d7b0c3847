package dev.flowgate.auth.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose login Claude Code has, from its own file of settings; null where that does not tell.
 *
 * @param email the mail address
 * @param accountUuid the account's identifier
 * @param organizationUuid the identifier of the organization that the login is for
 * @param organizationName its name
 */
record ClaudeAccount(
        @Nullable String email,
        @Nullable String accountUuid,
        @Nullable String organizationUuid,
        @Nullable String organizationName) {
    private static final Logger LOG = LoggerFactory.getLogger(ClaudeAccount.class);
    private static final String SETTINGS = ".claude.json";
    // It holds the history of every project, too.
    private static final int LARGEST_SETTINGS = 64 * 1024 * 1024;

    /**
     * Reads the settings that belong to a file of credentials: in the same folder, where {@code CLAUDE_CONFIG_DIR} is set,
     * else beside the folder {@code .claude}.
     */
    static ClaudeAccount beside(Path credentials) {
        for (Path settings : settings(credentials.toAbsolutePath().normalize())) {
            if (Files.isRegularFile(settings)) {
                return read(settings);
            }
        }
        return of(Map.of());
    }

    private static List<Path> settings(Path credentials) {
        List<Path> places = new ArrayList<>();
        places.add(credentials.resolveSibling(SETTINGS));
        Path folder = credentials.getParent();
        if (folder != null && folder.endsWith(".claude")) {
            places.add(folder.resolveSibling(SETTINGS));
        }
        return places;
    }

    private static ClaudeAccount read(Path settings) {
        try {
            Map<String, @Nullable Object> members = JsonObjectFile.read(settings, LARGEST_SETTINGS);
            return of(members.get("oauthAccount") instanceof Map<?, ?> account ? account : Map.of());
        } catch (IOException unreadable) {
            // It only names the account: the login is as good without.
            LOG.warn("{} does not tell whose login it is: it {}", settings, reason(unreadable));
            return of(Map.of());
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof UnusableFileException ? String.valueOf(failure.getMessage()) : "cannot be read";
    }

    private static ClaudeAccount of(Map<?, ?> account) {
        return new ClaudeAccount(
                text(account, "emailAddress"),
                text(account, "accountUuid"),
                text(account, "organizationUuid"),
                text(account, "organizationName"));
    }

    private static @Nullable String text(Map<?, ?> account, String name) {
        return account.get(name) instanceof String text
                ? AccountName.printable(text).orElse(null)
                : null;
    }
}
