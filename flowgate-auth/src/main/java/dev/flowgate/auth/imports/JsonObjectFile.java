package dev.flowgate.auth.imports;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a file that holds one JSON object. */
final class JsonObjectFile {
    /** More than any file of credentials has. A file of settings beside them can be larger. */
    static final int CREDENTIALS = 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private JsonObjectFile() {}

    /**
     * Reads a file. It need not be an ordinary one: a pipe will do, so that a secret need not be written to disk.
     *
     * @param file the file
     * @param limit how many bytes it may have
     * @throws UnusableFileException if it holds no JSON object, or may not be read
     * @throws IOException if reading it failed
     */
    static Map<String, @Nullable Object> read(Path file, int limit) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UnusableFileException("is a folder, and not the file in it");
        }
        String text = decode(bytes(file, limit));
        if (text.isBlank()) {
            throw new UnusableFileException("is empty");
        }
        try {
            return JsonText.readObject(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (IOException malformed) {
            // Neither the cause nor its text goes on: the parser quotes what it read, which may be a token.
            throw new UnusableFileException("holds no complete JSON object, or was being written just now");
        }
    }

    private static byte[] bytes(Path file, int limit) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new UnusableFileException("is larger than " + limit / 1024 + " KiB, so that it is another file");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new UnusableFileException("does not exist");
        } catch (AccessDeniedException denied) {
            throw new UnusableFileException("may not be read by this user");
        }
    }

    private static String decode(byte[] bytes) throws UnusableFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new UnusableFileException("is not text in UTF-8");
        }
    }
}
