package dev.flowgate.auth;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes a session from its first step to its final status: keeps the interval and the deadline, repeats what failed in
 * passing, tells the listener, and hands its input over. A step under way is not cut off by the deadline.
 */
final class LoginLoop {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    /** A session that looks at nothing but this machine may want to look often. */
    private static final Duration SHORTEST_STEP = Duration.ofMillis(100);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final String provider;
    private final AuthSession session;
    private final LoginListener listener;
    private final Duration timeout;
    private final Duration interval;
    private final Pace pace;
    private final long started;
    private final LoginInput input = new LoginInput();
    private @Nullable LoginPrompt told;

    LoginLoop(
            String provider,
            AuthSession session,
            LoginListener listener,
            Duration timeout,
            Duration interval,
            Pace pace) {
        this.provider = provider;
        this.session = session;
        this.listener = listener;
        this.timeout = timeout;
        this.interval = interval;
        this.pace = pace;
        this.started = pace.nanoTime();
    }

    /** One call of the session. */
    private interface Step {
        AuthStatus take() throws IOException, InterruptedException;
    }

    /**
     * Runs the session to its end.
     *
     * @return a final status other than a refusal
     * @throws AuthException if the login is refused, cancelled, or does not end in time
     */
    AuthStatus run() throws InterruptedException {
        listener.started(timeout);
        AuthStatus status = take(session::begin);
        while (true) {
            if (status instanceof AuthStatus.Pending pending) {
                status = await(pending);
            } else if (status instanceof AuthStatus.InputRequired question) {
                listener.question(question, input);
                status = answer(pace.next(input, left()));
            } else if (status instanceof AuthStatus.Denied denied) {
                throw new AuthException("The login to " + provider + " failed: " + ServerText.message(denied.reason()));
            } else {
                return status;
            }
        }
    }

    private AuthStatus await(AuthStatus.Pending pending) throws InterruptedException {
        if (!pending.prompt().equals(told)) {
            told = pending.prompt();
            listener.prompt(pending.prompt(), input);
        }
        Duration wait = pending.interval() == null ? interval : longer(pending.interval(), SHORTEST_STEP);
        LoginInput.Entry entry = input(shorter(wait, left()), pending.prompt().takesInput());
        if (entry != null) {
            return answer(entry);
        }
        requireTime(null);
        return take(session::poll);
    }

    /** Waits for input. What is typed where nothing was asked for is dropped, and does not shorten the interval. */
    private LoginInput.@Nullable Entry input(Duration limit, boolean wanted) throws InterruptedException {
        long began = pace.nanoTime();
        while (true) {
            LoginInput.Entry entry = pace.next(input, limit.minusNanos(pace.nanoTime() - began));
            if (entry == null || entry.text() == null || wanted) {
                return entry;
            }
        }
    }

    private AuthStatus answer(LoginInput.@Nullable Entry entry) throws InterruptedException {
        if (entry == null) {
            throw late(null);
        }
        String text = entry.text();
        if (text == null) {
            throw new LoginCancelledException("The login to " + provider + " was cancelled.");
        }
        return take(() -> session.answer(text));
    }

    private AuthStatus take(Step step) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return step.take();
            } catch (IOException passing) {
                String problem = ServerText.reason(passing);
                requireTime(problem);
                Duration wait = shorter(pause, left());
                listener.retrying(problem, wait);
                pace.pause(wait);
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private Duration left() {
        return timeout.minusNanos(pace.nanoTime() - started);
    }

    private void requireTime(@Nullable String problem) {
        if (left().isNegative() || left().isZero()) {
            throw late(problem);
        }
    }

    private AuthException late(@Nullable String problem) {
        return new AuthException("The login to " + provider + " did not end within " + timeout.toSeconds() + " s"
                + (problem == null ? "" : "; the last step failed: " + problem)
                + ". Begin it again, with more time (--timeout SECONDS) if you need it.");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
