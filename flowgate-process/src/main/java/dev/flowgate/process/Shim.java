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
    /** The word by which it says that another copy of the service holds the run lock. */
    static final String LOCKED = "locked";

    /** The word by which it says that the service was ended because its host had ended. */
    static final String HOST = "host";

    /** The word by which it says that it cannot give the service a process group of its own. */
    static final String GROUPLESS = "groupless";

    private static final String RESOURCE = "shim.sh";
    private static final String TETHER = "tether.sh";

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
     * @param how {@code exited}, {@link #HOST}, {@link #LOCKED} or {@link #GROUPLESS}
     */
    record Ended(int code, Instant at, String how) {
        /** Tells whether the service was ended because its host had ended. */
        boolean withHost() {
            return how.equals(HOST);
        }
    }

    /** Puts the scripts in place, and replaces those that are not the ones of this version. */
    static void install(ServiceFolder folder, boolean withTether) {
        install(folder.shim(), RESOURCE);
        if (withTether) {
            install(folder.path().resolve(TETHER), TETHER);
        }
    }

    private static void install(Path file, String name) {
        try (InputStream resource = Shim.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the jar of flowgate-process lacks " + name);
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

    /** Returns the guard beside an instance, which ends by itself when the service has ended; 0 when there is none. */
    static long guard(ServiceFolder folder, String instance) {
        StringTokenizer words = read(folder.guardFile(instance));
        try {
            return words == null || !words.hasMoreTokens() ? 0 : Long.parseLong(words.nextToken());
        } catch (NumberFormatException damaged) {
            return 0;
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
