package dev.flowgate.process.install;

import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.json.JsonText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that is fetched into {@code NAME.part} and goes on where an earlier try ended (RFC 9110, sections 13.1.5 and 14).
 * A note beside it, {@code NAME.part.json}, tells which version of which address it is a part of.
 */
final class Download {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERROR = 500;
    private static final long LARGEST = 1L << 30;
    private static final long REPORT_NANOS = 100_000_000;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    private final ReleaseHttp http;
    private final ReleaseRefusal refusal;
    private final Release.Asset asset;
    private final InstallProgress.Listener listener;
    private final Path folder;
    private final Path part;
    private final Path note;

    Download(
            ReleaseHttp http,
            ReleaseRefusal refusal,
            Release.Asset asset,
            Path folder,
            InstallProgress.Listener listener) {
        this.http = http;
        this.refusal = refusal;
        this.asset = asset;
        this.listener = listener;
        this.folder = folder;
        this.part = folder.resolve(asset.name() + ".part");
        this.note = folder.resolve(asset.name() + ".part.json");
    }

    /** A transfer that ended before the file was complete; what came is kept. */
    private static final class Cut extends IOException {
        private static final long serialVersionUID = 1L;

        Cut(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Fetches what is missing.
     *
     * @return the file, complete by its length, not verified
     * @throws InstallException if it cannot be fetched; what came is kept for the next try
     */
    Path fetch() throws InterruptedException {
        createFile();
        for (int attempt = 0; ; ) {
            long before = have();
            try {
                transfer(before);
                return part;
            } catch (IOException cut) {
                attempt = have() > before ? 0 : attempt + 1;
                List<Duration> pauses = http.limits().pauses();
                if (attempt >= pauses.size()) {
                    throw new InstallException(
                            asset.name() + " was not fetched completely: " + cut.getMessage() + " "
                                    + InstallStorage.size(have()) + " are kept in " + part
                                    + "; the next try goes on from there.",
                            cut);
                }
                TimeUnit.NANOSECONDS.sleep(pauses.get(attempt).toNanos());
            }
        }
    }

    /** Tells whether there is something from an earlier try. */
    boolean isBegun() {
        return have() > 0;
    }

    /** Forgets what came, because it is of no use. */
    void discard() throws IOException {
        Files.deleteIfExists(note);
        Files.deleteIfExists(part);
    }

    /** Forgets how it came; the part itself has been moved to its place. */
    void done() throws IOException {
        Files.deleteIfExists(note);
    }

    private void createFile() {
        try {
            FilePermissions.createPrivateFolder(folder);
            if (!Files.exists(part)) {
                Files.deleteIfExists(note);
                Files.createFile(part, FilePermissions.ownerOnlyFile(part));
            }
        } catch (IOException failed) {
            throw InstallStorage.failure(folder, Math.max(0, asset.size()), failed);
        }
    }

    private void transfer(long have) throws IOException, InterruptedException {
        Map<String, @Nullable Object> noted = noted();
        boolean same = SafeAddress.shown(asset.address()).equals(noted.get("address"));
        long offset = same && have <= LARGEST ? have : 0;
        if (offset > 0 && offset == asset.size()) {
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", "application/octet-stream"));
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
            if (noted.get("etag") instanceof String etag) {
                headers.put("If-Range", etag);
            }
        }
        try (ReleaseHttp.Answer answer = http.open(asset.address(), headers)) {
            if (answer.status() == PARTIAL && offset > 0 && continues(answer, offset)) {
                receive(answer, offset);
            } else if (answer.status() == OK) {
                receive(answer, 0);
            } else if (answer.status() == PARTIAL || answer.status() == RANGE_NOT_SATISFIABLE) {
                restart();
                throw new Cut("the file has another length than before.", null);
            } else if (answer.status() >= SERVER_ERROR) {
                throw new Cut(
                        SafeAddress.server(answer.address()) + " has a fault (status " + answer.status() + ").", null);
            } else {
                throw refusal.of(answer, asset.address());
            }
        }
    }

    /** A server that has changed the file in the meantime, and does not know If-Range, is told by the whole's length. */
    private boolean continues(ReleaseHttp.Answer answer, long offset) {
        Matcher range = CONTENT_RANGE.matcher(answer.header("content-range").orElse(""));
        return range.matches()
                && Long.parseLong(range.group(1)) == offset
                && (asset.size() < 0 || Long.parseLong(range.group(2)) == asset.size());
    }

    private void restart() throws IOException {
        try (FileOutputStream empty = new FileOutputStream(part.toFile())) {
            empty.getFD().sync();
        }
        Files.deleteIfExists(note);
    }

    private void receive(ReleaseHttp.Answer answer, long offset) throws IOException, InterruptedException {
        long announced = answer.headers().firstValueAsLong("content-length").orElse(-1);
        long whole = announced < 0 ? asset.size() : offset + announced;
        if (whole > LARGEST || (asset.size() >= 0 && whole > asset.size())) {
            throw new InstallException(asset.name() + " has " + InstallStorage.size(whole) + " where "
                    + InstallStorage.size(asset.size() < 0 ? LARGEST : asset.size())
                    + " were expected at most. It is not fetched.");
        }
        InstallStorage.requireRoom(folder, Math.max(0, whole - offset));
        try {
            if (offset == 0) {
                restart();
                AtomicFile.write(note, JsonText.compact(note(answer)));
            }
            receive(answer, offset, whole);
        } catch (Cut cut) {
            throw cut;
        } catch (IOException failed) {
            throw InstallStorage.failure(folder, Math.max(0, whole - offset), failed);
        }
    }

    private void receive(ReleaseHttp.Answer answer, long offset, long whole) throws IOException, InterruptedException {
        OptionalLong total = whole < 0 ? OptionalLong.empty() : OptionalLong.of(whole);
        long have = offset;
        long reported = System.nanoTime();
        report(have, total);
        // Not a channel, which an interrupt would close in the middle of a piece.
        try (FileOutputStream file = new FileOutputStream(part.toFile(), true)) {
            for (List<ByteBuffer> piece = next(answer); piece != null; piece = next(answer)) {
                for (ByteBuffer buffer : piece) {
                    have += buffer.remaining();
                    write(file, buffer);
                }
                if (have > (whole < 0 ? LARGEST : whole)) {
                    throw new InstallException(asset.name() + " is longer than announced. It is not used.");
                }
                if (System.nanoTime() - reported >= REPORT_NANOS) {
                    reported = System.nanoTime();
                    report(have, total);
                }
            }
            file.getFD().sync();
        }
        if (whole >= 0 && have < whole) {
            throw new Cut("the connection ended at " + have + " of " + whole + " bytes.", null);
        }
        report(have, total);
    }

    private @Nullable List<ByteBuffer> next(ReleaseHttp.Answer answer) throws Cut, InterruptedException {
        try {
            return answer.body().next(http.limits().stall());
        } catch (IOException lost) {
            throw new Cut(SafeAddress.server(answer.address()) + " stopped sending (" + lost.getMessage() + ").", lost);
        }
    }

    private static void write(FileOutputStream file, ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        file.write(bytes);
    }

    private void report(long have, OptionalLong total) {
        listener.progress(new InstallProgress(InstallProgress.Phase.DOWNLOADING, asset.name(), have, total));
    }

    private long have() {
        return part.toFile().length();
    }

    private Map<String, @Nullable Object> noted() {
        try {
            return JsonText.readObject(InstallStorage.text(note));
        } catch (IOException missing) {
            // A part of unknown origin is not continued.
            return Map.of();
        }
    }

    /** A weak validator does not promise equal bytes, and must not stand in If-Range (RFC 9110, section 13.1.5). */
    private Map<String, String> note(ReleaseHttp.Answer answer) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("address", SafeAddress.shown(asset.address()));
        answer.header("etag").filter(etag -> etag.startsWith("\"")).ifPresent(etag -> members.put("etag", etag));
        return members;
    }
}
