package dev.flowgate.auth;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The locks of a provider, which hold across processes. */
final class Locks {
    /** A renewal is one request. */
    private static final Duration RENEWAL_LIMIT = Duration.ofSeconds(60);

    private final Path directory;
    private final Clock clock;

    Locks(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Takes the lock that a login holds from its beginning to its end.
     *
     * @throws AuthException if another login to the provider runs
     */
    ProcessLock login(String provider) {
        Path file = file(provider, "login");
        try {
            return ProcessLock.tryAcquire(file, "login", clock)
                    .orElseThrow(() -> new AuthException("Another login to " + provider + " is under way, by "
                            + ProcessLock.holder(file) + ". Finish it or end it, then try again."));
        } catch (IOException failed) {
            throw cannotLock(file, failed);
        }
    }

    /**
     * Takes the lock that whoever replaces the stored credential holds, so that a renewal does not put the one before back.
     *
     * @throws AuthException if somebody else holds it for longer than a renewal takes
     */
    ProcessLock credential(String provider, String operation) throws InterruptedException {
        Path file = file(provider, "credential");
        try {
            return ProcessLock.acquire(file, operation, clock, RENEWAL_LIMIT)
                    .orElseThrow(() -> new AuthException("The credential of " + provider + " is being replaced by "
                            + ProcessLock.holder(file) + ". Wait until that has ended, or end it, and try again."));
        } catch (IOException failed) {
            throw cannotLock(file, failed);
        }
    }

    /** Takes the lock of the credential if it is free. */
    Optional<ProcessLock> tryCredential(String provider, String operation) throws IOException {
        return ProcessLock.tryAcquire(file(provider, "credential"), operation, clock);
    }

    private Path file(String provider, String purpose) {
        return directory.resolve(ProviderNames.stored(directory, provider).provider() + "." + purpose + ".lock");
    }

    private static AuthException cannotLock(Path file, IOException cause) {
        return new AuthException(
                "Cannot lock " + file + ": " + ServerText.reason(cause) + ". Check that its folder can be written to.",
                cause);
    }
}
