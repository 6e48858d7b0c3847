package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose a credential is. Where a source does not tell, the setting {@code account} does; else the name stands for the
 * source, so that importing from it again replaces what was imported from it.
 *
 * @param text the name
 * @param known whether it is an account's, and not a source's
 */
record AccountName(String text, boolean known) {
    static final String SETTING = "account";

    private static final int LONGEST = 254;
    private static final int LONGEST_IN_FILE_NAME = 120;
    private static final int HASH_DIGITS = 8;
    private static final Pattern ENCODED = Pattern.compile("%(?:2[EeFf]|5[Cc]|00)");
    private static final Pattern UNSAFE = Pattern.compile("[/\\\\:*?\"<>|%\\s\\p{Cntrl}]");
    private static final Pattern LEADING_DOT = Pattern.compile("(?<=^|_)\\.");

    static AccountName of(@Nullable String found, AuthContext context, Path source) {
        Optional<String> known = Optional.ofNullable(found)
                .flatMap(AccountName::printable)
                .or(() -> AuthSettings.of(context).text(SETTING).flatMap(AccountName::printable));
        return known.map(name -> new AccountName(name, true))
                .orElseGet(() -> new AccountName(
                        "imported-" + hash(source.toAbsolutePath().normalize().toString()), false));
    }

    /** Returns a text without surrounding white space, if it can be shown on a terminal and be a name. */
    static Optional<String> printable(String text) {
        String stripped = text.strip();
        return stripped.isEmpty()
                        || stripped.length() > LONGEST
                        || stripped.codePoints().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(stripped);
    }

    /** Returns the account for people and for the file; null when it is not known. */
    @Nullable String label() {
        return known ? text : null;
    }

    String inFileName() {
        return fileNamePart(text);
    }

    /** Replaces what the server replaces in file names by underscores: nothing in it leads out of the folder. */
    static String fileNamePart(String text) {
        String safe = UNSAFE.matcher(ENCODED.matcher(text).replaceAll("_")).replaceAll("_");
        String part = LEADING_DOT.matcher(safe).replaceAll("_");
        return part.getBytes(StandardCharsets.UTF_8).length > LONGEST_IN_FILE_NAME ? "account-" + hash(text) : part;
    }

    /** Returns the first eight hexadecimal digits of a text's SHA-256, as the server puts them into file names. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}
