package dev.flowgate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Gets a configuration's characters from a file, and refuses what cannot be text. */
final class SourceText {
    /** A configuration of a thousand deployments has a tenth of this. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    private SourceText() {}

    static String read(Path file, Problems problems) {
        if (Files.isDirectory(file)) {
            throw problems.fatal(
                    Origin.inCode(KeyPath.ROOT), "this is a folder, not a configuration file", "name the file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw tooLarge(Files.size(file), problems);
            }
            return decode(content, problems);
        } catch (NoSuchFileException missing) {
            throw problems.fatal(
                    Origin.inCode(KeyPath.ROOT), "the file does not exist", "`flowgate init` writes a first one");
        } catch (AccessDeniedException denied) {
            throw problems.fatal(
                    Origin.inCode(KeyPath.ROOT), "the file may not be read by this user", "change its permissions");
        } catch (IOException failure) {
            throw problems.fatal(Origin.inCode(KeyPath.ROOT), "the file cannot be read", "check the disk and the path");
        }
    }

    /** Checks a text that is already in memory by the rules for files. The byte order mark stays, as one character. */
    static String check(String text, Problems problems) {
        if (text.length() > MAX_BYTES) {
            throw tooLarge(text.length(), problems);
        }
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                lineStart = i + 1;
            } else if (isForbidden(text, i, c)) {
                String shown = String.format("U+%04X", (int) c);
                throw problems.fatal(
                        new Origin(KeyPath.ROOT, line, i - lineStart + 1, i, i + 1),
                        "the character " + shown + " is not allowed in a configuration",
                        c == 0 ? "the file looks like a binary or UTF-16 file; save it as UTF-8" : "remove it");
            }
        }
        return text;
    }

    private static String decode(byte[] content, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (result.isError()) {
            int lineStart = text.lastIndexOf('\n') + 1;
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            throw problems.fatal(
                    new Origin(KeyPath.ROOT, line, text.length() - lineStart + 1, text.length(), text.length()),
                    String.format("the byte 0x%02X is not UTF-8 text", content[in.position()]),
                    "save the file as UTF-8");
        }
        return check(text, problems);
    }

    private static ConfigException tooLarge(long size, Problems problems) {
        return problems.fatal(
                Origin.inCode(KeyPath.ROOT),
                "the file has " + size + " bytes; a configuration may have at most " + MAX_BYTES,
                "check that this is the right file");
    }

    private static boolean isForbidden(String text, int index, char c) {
        if (c < ' ') {
            return c != '\t' && c != '\r';
        }
        if (c < 0x7f) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
        }
        return c == 0x7f
                || (c > 0x7f && c < 0xa0 && c != 0x85)
                || c == 0xfffe
                || c == 0xffff
                || (c == 0xfeff && index > 0);
    }
}
