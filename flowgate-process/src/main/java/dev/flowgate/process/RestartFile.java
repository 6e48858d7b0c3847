package dev.flowgate.process;

import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import dev.flowgate.process.RestartState.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a supervision has decided about a service, in {@code restart.json}: a supervision that takes over from one that
 * was killed goes on from there. Whoever starts or stops the service deletes it.
 *
 * @param instance the run whose end was decided about; while the record names another one, that one was started by a
 *     supervision
 * @param verdict the decision
 * @param history the failures so far
 * @param nextAt when the service is started again; null when it is not
 * @param reason why it is not; null when it is
 */
record RestartFile(
        String instance,
        Verdict verdict,
        RestartHistory history,
        @Nullable Instant nextAt,
        @Nullable String reason) {

    RestartState state(@Nullable String currentInstance) {
        boolean pending = instance.equals(currentInstance);
        return new RestartState(verdict, history.failures(), pending ? nextAt : null, reason);
    }

    /** Reads it; null when there is none, or none that can be understood: then the failures so far are forgotten. */
    static @Nullable RestartFile read(ServiceFolder folder) {
        try {
            return parse(JsonText.readObject(Files.readString(folder.restart(), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException | IllegalArgumentException | DateTimeException damaged) {
            return null;
        }
    }

    void write(ServiceFolder folder) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("instance", instance);
        members.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
        members.put("failures", history.failures());
        members.put("recent", history.recent().stream().map(Instant::toString).toList());
        members.put("nextAt", nextAt == null ? null : nextAt.toString());
        members.put("reason", reason);
        try {
            AtomicFile.write(folder.restart(), JsonText.compact(members).getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw ServiceFolder.storage(
                    "The restarts of the service " + folder.service() + " cannot be written down",
                    folder.restart(),
                    failed);
        }
    }

    private static RestartFile parse(Map<String, @Nullable Object> members) {
        List<Instant> recent = new ArrayList<>();
        if (members.get("recent") instanceof List<?> written) {
            written.forEach(failure -> recent.add(Instant.parse(String.valueOf(failure))));
        }
        int failures = members.get("failures") instanceof Number number ? number.intValue() : recent.size();
        return new RestartFile(
                String.valueOf(members.get("instance")),
                Verdict.valueOf(String.valueOf(members.get("verdict")).toUpperCase(Locale.ROOT)),
                new RestartHistory(failures, recent),
                members.get("nextAt") instanceof String next ? Instant.parse(next) : null,
                members.get("reason") instanceof String reason ? reason : null);
    }
}
