package dev.flowgate.event;

import dev.flowgate.file.FilePermissions;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Events as JSON lines in a file: {@code timestamp} (ISO 8601, UTC), {@code event}, {@code service}, {@code profile},
 * {@code provider}, {@code result} and {@code detail}, null where they do not apply.
 *
 * <p>Several processes and threads may write to one file at once: a line is a single append. The file is renamed to
 * {@code events.log.1} (and that to {@code .2}, up to {@code .3}) when it exceeds its limit. A log that cannot be
 * written never stops what it records: the failure goes to the program's own log.
 */
public final class EventLog implements Consumer<FlowGateEvent> {
    /** The size at which the file is renamed and begun anew, in bytes. */
    public static final long DEFAULT_LIMIT = 5L * 1024 * 1024;

    private static final Object ROTATION = new Object();
    private static final Set<StandardOpenOption> APPEND =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final int KEPT = 3;
    // A larger write is not sure to reach the file in one piece.
    private static final int LONGEST_DETAIL = 16 * 1024;

    private final Path file;
    private final Clock clock;
    private final long limit;

    private EventLog(Path file, Clock clock, long limit) {
        this.file = file;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Returns the log in a file. Nothing is opened or created yet.
     *
     * @param file the file; it and its folder are created with the first event, readable by their owner alone
     * @return the log
     */
    public static EventLog at(Path file) {
        return new EventLog(file, Clock.systemUTC(), DEFAULT_LIMIT);
    }

    /**
     * Returns the log in a file, with its own clock and limit.
     *
     * @param file the file
     * @param clock gives the events' time
     * @param limit the size in bytes at which the file is begun anew; more than 0
     * @return the log
     */
    public static EventLog at(Path file, Clock clock, long limit) {
        return new EventLog(file, clock, limit);
    }

    /**
     * Records an event. Never throws because of the file.
     *
     * @param event what happened
     */
    @Override
    public void accept(FlowGateEvent event) {
        // An interrupt that is pending would close the channel before anything is written.
        boolean interrupted = Thread.interrupted();
        try {
            append(event);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void append(FlowGateEvent event) {
        ByteBuffer line = ByteBuffer.wrap((line(event) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            try (FileChannel channel = open()) {
                channel.write(line);
                if (channel.size() <= limit) {
                    return;
                }
            }
            rotate();
        } catch (IOException failure) {
            // Not a constant: finding the program's log takes longer than most commands, which never need it here.
            LoggerFactory.getLogger(EventLog.class)
                    .warn("Event {} could not be recorded in {}: {}", event.event(), file, failure.toString());
        }
    }

    private String line(FlowGateEvent event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "timestamp", Instant.now(clock).truncatedTo(ChronoUnit.MILLIS).toString());
        fields.put("event", event.event());
        fields.put("service", event.service());
        fields.put("profile", event.profile());
        fields.put("provider", event.provider());
        fields.put("result", event.result());
        String detail = event.detail();
        fields.put(
                "detail",
                detail != null && detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail);
        return JsonText.compact(fields);
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, APPEND, FilePermissions.ownerOnlyFile(file));
        } catch (NoSuchFileException noFolder) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw noFolder;
            }
            FilePermissions.createPrivateFolder(folder);
            return FileChannel.open(file, APPEND, FilePermissions.ownerOnlyFile(file));
        }
    }

    private void rotate() throws IOException {
        // The file lock excludes other processes, the monitor other threads of this one.
        synchronized (ROTATION) {
            Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(
                            lockFile,
                            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            FilePermissions.ownerOnlyFile(file));
                    FileLock lock = channel.tryLock()) {
                if (lock != null && Files.size(file) > limit) {
                    for (int number = KEPT - 1; number >= 1; number--) {
                        if (Files.exists(numbered(number))) {
                            Files.move(numbered(number), numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                    Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
