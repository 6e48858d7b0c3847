package dev.flowgate.process;

import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** The file that a service's output goes to. The service writes it by itself, so that nobody has to be there. */
final class ServiceLog {
    private static final int TAIL_BYTES = 64 * 1024;
    private static final int TAIL_LINES = 20;
    private static final int LONGEST_LINE = 500;
    private static final int SHORTEST_SECRET = 6;
    /** A control sequence or an operating system command (ECMA-48, 5.4 and 8.3.89). */
    private static final Pattern CONTROL_SEQUENCE =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|][^\u0007\u001b]*(?:\u0007|\u001b\\\\))");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final String HEADER = "--- FlowGate starts ";

    private ServiceLog() {}

    /** Makes the file ready for a new instance: puts a large one aside, creates it, and notes the start in it. */
    static void open(ServiceFolder folder, String instance, Path program, Instant now) {
        Path log = folder.log();
        String header =
                HEADER + folder.service() + ", instance " + instance + ", " + now + ", program " + program + "\n";
        try {
            LogRotation.USUAL.rename(log);
            create(log);
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException failed) {
            throw ServiceFolder.storage(
                    "The log of the service " + folder.service() + " cannot be opened", log, failed);
        }
    }

    /**
     * Puts the log of a service that runs aside when it is too large. Called by the holder of the service's lock.
     *
     * @return whether it was
     */
    static boolean cap(ServiceFolder folder, LogRotation rotation) {
        try {
            boolean due = rotation.isDue(folder.log());
            rotation.putAside(folder.log());
            return due;
        } catch (IOException failed) {
            // A log that grows is no reason to refuse what was asked for.
            LoggerFactory.getLogger(ServiceLog.class)
                    .warn("The log {} cannot be put aside: {}", folder.log(), failed.toString());
            return false;
        }
    }

    /** Creates an empty file that its owner alone can read; leaves one that is there as it is. */
    static void create(Path file) throws IOException {
        try {
            Files.createFile(file, FilePermissions.ownerOnlyFile(file));
        } catch (FileAlreadyExistsException usual) {
            return;
        }
    }

    /**
     * Returns the last lines that an instance has written, as plain text.
     *
     * @param instance the instance; empty for the latest one
     * @param secrets texts that are blotted out; very short ones are left, for they are no secrets
     */
    static List<String> tail(ServiceFolder folder, String instance, Collection<String> secrets) {
        List<String> lines = new ArrayList<>();
        for (String written : end(folder.log()).split("\n", -1)) {
            String line = plain(written);
            if (line.startsWith(HEADER) && line.contains(instance)) {
                lines.clear();
            } else if (!line.isBlank()) {
                lines.add(shorten(redact(line, secrets)));
            }
        }
        return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }

    private static String end(Path log) {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(TAIL_BYTES);
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(the log " + log + " cannot be read)";
        }
    }

    /** Returns a line without its colours, and without anything else that is no text. */
    private static String plain(String line) {
        return CONTROL.matcher(CONTROL_SEQUENCE.matcher(line).replaceAll(""))
                .replaceAll(" ")
                .stripTrailing();
    }

    private static String redact(String line, Collection<String> secrets) {
        String text = line;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_SECRET) {
                text = text.replace(secret, "***");
            }
        }
        return text;
    }

    private static String shorten(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
