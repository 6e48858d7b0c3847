package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.time.Timestamp;
import dev.flowgate.file.FilePermissions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user should know about a login that is taken over. */
final class ImportWarnings {
    private final List<String> sentences = new ArrayList<>();
    private final Instant now;

    ImportWarnings(Path source, AuthContext context) {
        this.now = context.clock().instant();
        FilePermissions.exposure(source)
                .ifPresent(mode -> add("Others can get at " + source + " (" + mode + "), the other program's login. "
                        + "Repair: chmod 600 '" + source + "'."));
    }

    ImportWarnings add(String sentence) {
        sentences.add(sentence);
        return this;
    }

    /** Warns when the account is not known, because nothing then tells two accounts of one source apart. */
    ImportWarnings account(AccountName account, AuthContext context) {
        return account.known()
                ? this
                : add(
                        "The source does not say whose login it is: an import of another account from it replaces this one. "
                                + "Set auth.providers." + context.provider() + "." + AccountName.SETTING
                                + " to keep both.");
    }

    /** Warns of an access token that has ended, and of one that nothing renews. */
    ImportWarnings lifetime(@Nullable Instant expiresAt, @Nullable String refreshToken) {
        boolean ended = expiresAt != null && !expiresAt.isAfter(now);
        if (refreshToken == null) {
            add(
                    ended
                            ? "The access token ended at " + expiresAt
                                    + " and there is no refresh token: it is of no use. Log in again."
                            : "There is no refresh token: when the access token ends, somebody has to log in again.");
        } else if (ended) {
            add("The access token ended at " + expiresAt
                    + ". CLIProxyAPI tries to renew it as soon as it reads the file.");
        }
        return this;
    }

    /**
     * Warns that the refresh token works once, so that of two programs that have it one loses its login.
     *
     * @param lead how long before the end the server renews
     */
    ImportWarnings singleUse(OtherProgram program, String provider, @Nullable Instant expiresAt, Duration lead) {
        Instant from = expiresAt == null ? null : expiresAt.minus(lead);
        String when = from == null
                ? ""
                : from.isAfter(now)
                        ? " CLIProxyAPI renews it from " + Timestamp.format(from) + " on."
                        : " CLIProxyAPI renews it at once.";
        return add(program.name() + " and CLIProxyAPI now share one login, and its refresh token works only once: "
                + "whichever renews it first logs the other one out." + when
                + " To give CLIProxyAPI a login of its own, "
                + "use 'flowgate auth login " + provider + "' instead.");
    }

    List<String> list() {
        return List.copyOf(sentences);
    }
}
