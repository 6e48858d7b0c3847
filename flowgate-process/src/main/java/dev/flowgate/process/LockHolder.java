package dev.flowgate.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.flowgate.file.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Says who holds a service's lock, in a file beside it. It is for messages alone: the lock itself decides.
 *
 * @param clock dates it
 */
record LockHolder(Clock clock) {
    private static final JsonFactory JSON = new JsonFactory();

    void write(Path file, String operation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                json.writeNumberField("pid", ProcessHandle.current().pid());
                json.writeStringField("user", System.getProperty("user.name", "unknown"));
                json.writeStringField("operation", operation);
                json.writeStringField("since", clock.instant().toString());
                json.writeEndObject();
            }
            AtomicFile.write(file, bytes.toByteArray());
        } catch (IOException failed) {
            // A full disk must not keep anybody from stopping a service; a start fails later, at its record.
            LoggerFactory.getLogger(LockHolder.class).debug("Cannot write {}", file, failed);
        }
    }

    /** Returns such as {@code pid 12 (start since 2026-01-02T03:04:05Z)}. */
    static String describe(Path file) {
        Holder holder = read(file);
        return holder.pid() == null
                ? "another process"
                : "pid " + holder.pid() + " (" + holder.operation() + " since " + holder.since() + ")";
    }

    /** Returns the pid of the holder; 0 when the file does not tell. */
    static long pid(Path file) {
        String pid = read(file).pid();
        try {
            return pid == null ? 0 : Long.parseLong(pid);
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }

    private record Holder(@Nullable String pid, String operation, String since) {}

    private static Holder read(Path file) {
        String pid = null;
        String operation = "work";
        String since = "unknown";
        try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue() && json.currentName() != null) {
                    switch (json.currentName()) {
                        case "pid" -> pid = json.getText();
                        case "operation" -> operation = json.getText();
                        case "since" -> since = json.getText();
                        default -> {}
                    }
                }
            }
        } catch (IOException unreadable) {
            return new Holder(null, operation, since);
        }
        return new Holder(pid, operation, since);
    }
}
