package dev.flowgate.auth.cliproxy;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells by the server's list what a login has brought. Its success cannot be told otherwise: many versions call a login
 * that they do not know any more a success, too.
 */
final class NewCredential {
    private final LoginRoute route;
    private final Map<String, @Nullable Instant> before = new HashMap<>();

    /**
     * Remembers what there is before a login.
     *
     * @param route the login
     * @param files the server's list
     */
    NewCredential(LoginRoute route, List<AuthFile> files) {
        this.route = route;
        files.forEach(file -> before.put(file.name(), file.modified()));
    }

    /** Finds the newest credential that was not there before, or was written since. */
    Optional<AuthFile> in(List<AuthFile> files) {
        return files.stream()
                .filter(file -> route.takes(file.type()) && !file.runtimeOnly() && isNew(file))
                .max(Comparator.comparing(AuthFile::modified, Comparator.nullsFirst(Comparator.naturalOrder())));
    }

    private boolean isNew(AuthFile file) {
        if (!before.containsKey(file.name())) {
            return true;
        }
        Instant then = before.get(file.name());
        Instant now = file.modified();
        return now != null && (then == null || now.isAfter(then));
    }
}
