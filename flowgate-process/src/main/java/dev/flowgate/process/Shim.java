package dev.flowgate.process;

import dev.flowgate.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** The shell script that stands between this JVM and a service, and the files by which it reports. */
final class Shim {
    /** The exit code by which it says that another copy of the service holds the run lock. */
    static final String LOCKED = "locked";

    private static final String RESOURCE = "shim.sh";

    private Shim() {}

    /**
     * What the shim says when it has started the service.
     *
     * @param pid the service
     * @param shim the shim
     * @param ownGroup whether the service leads, or is about to lead, a process group of its own
     */
    record Started(long pid, long shim, boolean ownGroup) {}

    /**
     * What the shim says when the service has ended.
     *
     * @param code the exit code
     * @param at when
     * @param how {@code exited}, or {@link #LOCKED}
     */
    record Ended(int code, Instant at, String how) {}

    /** Puts the script in place, and replaces one that is not the one of this version. */
    static void install(ServiceFolder folder) {
        Path file = folder.shim();
        try (InputStream resource = Shim.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the jar of flowgate-process lacks " + RESOURCE);
            }
            byte[] script = resource.readAllBytes();
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), script)) {
                AtomicFile.write(file, script);
            }
        } catch (IOException failed) {
            throw ServiceFolder.storage("The start script cannot be written", file, failed);
        }
    }

    static @Nullable Started started(ServiceFolder folder, String instance) {
        StringTokenizer words = read(folder.pidFile(instance));
        if (words == null || words.countTokens() < 3) {
            return null;
        }
        try {
            long pid = Long.parseLong(words.nextToken());
            long shim = Long.parseLong(words.nextToken());
            return new Started(pid, shim, words.nextToken().equals("own"));
        } catch (NumberFormatException damaged) {
            return null;
        }
    }

    static @Nullable Ended ended(ServiceFolder folder, String instance) {
        StringTokenizer words = read(folder.exitFile(instance));
        if (words == null || words.countTokens() < 3) {
            return null;
        }
        try {
            int code = Integer.parseInt(words.nextToken());
            return new Ended(code, Instant.ofEpochSecond(Long.parseLong(words.nextToken())), words.nextToken());
        } catch (NumberFormatException | DateTimeException damaged) {
            return null;
        }
    }

    private static @Nullable StringTokenizer read(Path file) {
        try {
            return new StringTokenizer(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException notYet) {
            return null;
        } catch (IOException failed) {
            throw ServiceFolder.storage("What the start script reported cannot be read", file, failed);
        }
    }
}
