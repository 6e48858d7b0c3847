package dev.flowgate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A first look at a file of certificates, cheap enough for every command: whether it is there and looks like one. That
 * its certificates are sound turns out when the engine reads them.
 */
final class AuthoritiesFile {
    private static final int LONGEST_PREAMBLE = 1 << 20;
    private static final String PEM = "-----BEGIN ";

    /** The first byte of a certificate in DER, which the engine takes, too (X.690, section 8.9). */
    private static final int SEQUENCE = 0x30;

    private AuthoritiesFile() {}

    /** What is wrong with the file; null when nothing is. */
    static @Nullable String problem(Path file) {
        if (!Files.exists(file)) {
            return "there is no file " + file;
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return file + " is not a file that can be read";
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(LONGEST_PREAMBLE);
            boolean isBinary = start.length > 0 && start[0] == SEQUENCE;
            boolean isPem = new String(start, StandardCharsets.ISO_8859_1).contains(PEM);
            return isBinary || isPem ? null : file + " is no PEM file with certificates";
        } catch (IOException failure) {
            return file + " cannot be read";
        }
    }
}
