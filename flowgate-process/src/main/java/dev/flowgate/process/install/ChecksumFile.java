package dev.flowgate.process.install;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of SHA-256 digests as {@code sha256sum} writes it; a {@code *} before a name stands for a binary file. */
final class ChecksumFile {
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})[ \\t]+\\*?(\\S.*)");

    private ChecksumFile() {}

    /** Returns the digest of the file with exactly this name. */
    static Optional<String> digest(String text, String name) {
        return text.lines()
                .map(String::strip)
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(line -> line.group(2).equals(name))
                .map(line -> line.group(1).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    static String line(String digest, String name) {
        return digest + "  " + name + "\n";
    }
}
