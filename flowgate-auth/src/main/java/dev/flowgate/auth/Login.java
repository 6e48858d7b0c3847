package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.time.Duration;

/** One login at a time: locks, runs the session, keeps what it ends with, and records how it ended. */
final class Login {
    private final Surroundings surroundings;
    private final Locks locks;
    private final Pace pace;

    Login(Surroundings surroundings, Locks locks, Pace pace) {
        this.surroundings = surroundings;
        this.locks = locks;
        this.pace = pace;
    }

    /**
     * Logs in.
     *
     * @param eventName what it is recorded as
     * @param check throws when what the login ended with must not be kept
     */
    LoginResult run(Selected selected, LoginOptions options, LoginListener listener, String eventName, Runnable check)
            throws InterruptedException {
        FlowGateEvent event =
                FlowGateEvent.of(eventName).withProvider(selected.config().name());
        try {
            LoginResult result = logIn(selected, options, listener, check);
            surroundings.events().accept(event.withResult("success"));
            return result;
        } catch (InterruptedException interrupted) {
            surroundings.events().accept(event.withResult("cancelled"));
            throw interrupted;
        } catch (LoginCancelledException cancelled) {
            surroundings.events().accept(event.withResult("cancelled"));
            throw cancelled;
        } catch (FlowGateException failure) {
            surroundings.events().accept(event.withResult("failed").withDetail(ServerText.reason(failure)));
            throw failure;
        } catch (RuntimeException mistake) {
            // Of a listener, as a rule; nobody has checked its text for secrets.
            surroundings
                    .events()
                    .accept(event.withResult("failed")
                            .withDetail(mistake.getClass().getName()));
            throw mistake;
        }
    }

    private LoginResult logIn(Selected selected, LoginOptions options, LoginListener listener, Runnable check)
            throws InterruptedException {
        String provider = selected.config().name();
        Duration timeout = timeout(selected, options);
        Duration interval = interval(selected, options);
        try (ProcessLock lock = locks.login(provider);
                AuthSession session = Foreign.session(selected)) {
            AuthStatus end = new LoginLoop(provider, session, listener, timeout, interval, pace).run();
            check.run();
            HeldCredential held = end instanceof AuthStatus.Authorized authorized
                    ? store(selected, authorized.credential())
                    : ((AuthStatus.KeptElsewhere) end).credential();
            return new LoginResult(provider, selected.method().id(), held);
        }
    }

    private HeldCredential store(Selected selected, Credential credential) throws InterruptedException {
        String provider = selected.config().name();
        FileCredentialStore store = surroundings.store();
        try (ProcessLock lock = locks.credential(provider, "login")) {
            store.write(provider, credential);
        } catch (IOException failed) {
            throw new AuthException(
                    "The login to " + provider + " succeeded, but its credential cannot be written to "
                            + store.location(provider) + ": " + ServerText.reason(failed)
                            + ". Make room or give access, and log in again.",
                    failed);
        }
        boolean renewable = selected.method() instanceof CredentialRefresher && credential.refreshToken() != null;
        return new HeldCredential(
                credential.account(), store.location(provider).toString(), credential.expiresAt(), renewable, null);
    }

    private static Duration timeout(Selected selected, LoginOptions options) {
        return options.timeout() != null
                ? options.timeout()
                : settings(selected).seconds(Selection.TIMEOUT).orElse(LoginOptions.DEFAULT_TIMEOUT);
    }

    private static Duration interval(Selected selected, LoginOptions options) {
        if (options.pollInterval() != null) {
            return options.pollInterval();
        }
        AuthSettings settings = settings(selected);
        Duration interval = settings.seconds(Selection.POLL_INTERVAL).orElse(LoginOptions.DEFAULT_POLL_INTERVAL);
        if (interval.compareTo(LoginOptions.SHORTEST_POLL_INTERVAL) < 0) {
            throw new AuthException(settings.path(Selection.POLL_INTERVAL) + " must be at least 1.");
        }
        return interval;
    }

    /** All settings, with those that the method does not get. */
    private static AuthSettings settings(Selected selected) {
        ProviderContext context = selected.context();
        return AuthSettings.of(
                new ProviderContext(context.provider(), selected.config().settings(), context.surroundings()));
    }
}
