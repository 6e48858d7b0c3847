package dev.flowgate.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Keeps a copy of a file that is about to be changed. */
public final class FileBackup {
    private static final int MOST_A_SECOND = 1000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private FileBackup() {}

    /**
     * Copies a file to a name beside it, such as {@code flowgate.yaml.backup-20261121-101500}, with its permissions, and
     * forces the copy to disk. An existing backup is never overwritten.
     *
     * @param file the file
     * @param clock gives the time in the name
     * @return the copy
     * @throws IOException if it cannot be written
     */
    public static Path beside(Path file, Clock clock) throws IOException {
        String name = file.getFileName() + ".backup-" + LocalDateTime.now(clock).format(TIME);
        for (int number = 1; number < MOST_A_SECOND; number++) {
            Path backup = file.resolveSibling(number == 1 ? name : name + "-" + number);
            if (copyUnlessTaken(file, backup)) {
                return backup;
            }
        }
        throw new IOException("Too many backups are named " + name);
    }

    private static boolean copyUnlessTaken(Path file, Path backup) throws IOException {
        try {
            Files.copy(file, backup, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        // Forced through a channel for reading, because the copy of a file that may not be written may not be either.
        try (FileChannel channel = FileChannel.open(backup, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return true;
    }
}
