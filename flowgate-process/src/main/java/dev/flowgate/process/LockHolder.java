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
 * Says who holds a lock, in a file beside it, which its holder may leave there when it is killed. The lock itself decides.
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
                long pid = ProcessHandle.current().pid();
                json.writeNumberField("pid", pid);
                json.writeStringField("start", start(HostProcesses.current(), pid));
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

    /** Returns the pid of a holder that still runs; 0 when it does not, or the file does not tell. */
    static long runningPid(Path file, HostProcesses processes) {
        Holder holder = read(file);
        try {
            long pid = holder.pid() == null ? 0 : Long.parseLong(holder.pid());
            return pid > 0 && start(processes, pid).equals(holder.start()) ? pid : 0;
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }

    /** Tells a process from all that get its id later, also after a restart of the machine; empty when it has ended. */
    private static String start(HostProcesses processes, long pid) {
        ProcessStat stat = processes.stat(pid);
        PidSpace here = processes.pidSpace();
        return stat == null || !stat.runs() ? "" : here.bootId() + " " + here.pidNamespace() + " " + stat.startTicks();
    }

    private record Holder(@Nullable String pid, @Nullable String start, String operation, String since) {}

    private static Holder read(Path file) {
        String pid = null;
        String start = null;
        String operation = "work";
        String since = "unknown";
        try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue() && json.currentName() != null) {
                    switch (json.currentName()) {
                        case "pid" -> pid = json.getText();
                        case "start" -> start = json.getText();
                        case "operation" -> operation = json.getText();
                        case "since" -> since = json.getText();
                        default -> {}
                    }
                }
            }
        } catch (IOException unreadable) {
            return new Holder(null, null, operation, since);
        }
        return new Holder(pid, start, operation, since);
    }
}
