package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.AuthStatus.InputRequired;
import dev.flowgate.auth.spi.AuthStatus.Pending;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginLoopTest {
    private static final LoginPrompt OPEN = LoginPrompt.open(URI.create("https://auth.example.com/"));
    private static final LoginPrompt PASTE = new LoginPrompt(OPEN.url(), null, true, null);
    private static final AuthStatus DONE = new AuthStatus.Authorized(Credential.key("k"));

    private final FakePace pace = new FakePace();
    private final Script session = new Script();
    private final Notes listener = new Notes();

    @Test
    void pollsAtTheIntervalUntilTheLoginIsDone() throws InterruptedException {
        session.will(pending(OPEN), pending(OPEN), pending(OPEN), DONE);

        assertThat(run()).isSameAs(DONE);

        assertThat(session.calls).containsExactly("begin", "poll", "poll", "poll");
        assertThat(pace.waits).containsExactly(seconds(2), seconds(2), seconds(2));
        assertThat(listener.told).as("a prompt is told once").containsExactly(OPEN);
    }

    @Test
    void obeysTheIntervalOfTheOtherSideWithinReason() throws InterruptedException {
        session.will(new Pending(OPEN, seconds(7)), new Pending(OPEN, Duration.ofMillis(1)), DONE);

        run();

        assertThat(pace.waits).containsExactly(seconds(7), Duration.ofMillis(100));
    }

    @Test
    void tellsAPromptAgainWhenItChanges() throws InterruptedException {
        session.will(pending(LoginPrompt.NONE), pending(OPEN), pending(OPEN), DONE);

        run();

        assertThat(listener.told).containsExactly(LoginPrompt.NONE, OPEN);
    }

    @Test
    void repeatsWhatFailedInPassingWithGrowingPauses() throws InterruptedException {
        IOException reset = new IOException("reset");
        session.will(reset, reset, pending(OPEN), reset, reset, reset, reset, reset, reset, DONE);

        assertThat(run()).isSameAs(DONE);

        assertThat(pace.pauses)
                .containsExactly(
                        seconds(1),
                        seconds(2),
                        seconds(1),
                        seconds(2),
                        seconds(4),
                        seconds(8),
                        seconds(15),
                        seconds(15));
        assertThat(listener.problems).contains("reset");
    }

    @Test
    void endsAtTheDeadlineAndTellsTheLastProblem() {
        session.willAlways(new IOException("connection refused"));

        assertThatThrownBy(this::run)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("within 60 s")
                .hasMessageContaining("connection refused");
        assertThat(pace.elapsed()).isEqualTo(seconds(60));
    }

    @Test
    void endsAtTheDeadlineWhileNobodyConfirms() {
        session.willAlways(pending(OPEN));

        assertThatThrownBy(this::run).isInstanceOf(AuthException.class).hasMessageContaining("--timeout");
        assertThat(pace.elapsed()).isEqualTo(seconds(60));
    }

    @Test
    void aRefusalEndsItAtOnceInTheOtherSidesWords() {
        session.will(pending(OPEN), new AuthStatus.Denied("access_denied:\u001b[31m no"));

        assertThatThrownBy(this::run)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("access_denied:")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void handsOverWhatIsPastedWhilePollingGoesOn() throws InterruptedException {
        session.will(pending(PASTE), pending(PASTE), DONE);
        pace.typeAfter(1, "https://localhost/callback?code=c");

        run();

        assertThat(session.calls).containsExactly("begin", "poll", "answer https://localhost/callback?code=c");
    }

    @Test
    void dropsWhatNobodyAskedFor() throws InterruptedException {
        session.will(pending(OPEN), pending(OPEN), DONE);
        pace.typeAfter(0, "stray");

        run();

        assertThat(session.calls).containsExactly("begin", "poll", "poll");
    }

    @Test
    void asksUntilTheAnswerIsOfUse() throws InterruptedException {
        InputRequired first = new InputRequired("API key", true, null);
        InputRequired again = new InputRequired("API key", true, "it is too short");
        session.will(first, again, DONE);
        listener.answers.addAll(List.of("k", "a-long-key"));

        run();

        assertThat(listener.questions).containsExactly(first, again);
        assertThat(session.calls).containsExactly("begin", "answer k", "answer a-long-key");
    }

    @Test
    void anAnswerThatDoesNotComeEndsItAtTheDeadline() {
        session.will(new InputRequired("API key", true, null));

        assertThatThrownBy(this::run).isInstanceOf(AuthException.class).hasMessageContaining("did not end within");
        assertThat(pace.elapsed()).isEqualTo(seconds(60));
    }

    @Test
    void theUserCanCancelWhateverIsWaitedFor() {
        session.willAlways(pending(OPEN));
        pace.typeAfter(2, null);

        assertThatThrownBy(this::run).isInstanceOf(LoginCancelledException.class);
        assertThat(session.calls).containsExactly("begin", "poll", "poll");
    }

    @Test
    void unwantedInputDoesNotShortenTheInterval() throws InterruptedException {
        session.will(pending(OPEN), new AuthStatus.Authorized(Credential.key("key")));
        pace.typeAfter(0, "typed although nothing was asked");

        run();

        assertThat(session.calls).containsExactly("begin", "poll");
        assertThat(pace.elapsed()).isEqualTo(seconds(2));
    }

    private AuthStatus run() throws InterruptedException {
        return new LoginLoop("vendor", session, listener, seconds(60), seconds(2), pace).run();
    }

    private static Pending pending(LoginPrompt prompt) {
        return new Pending(prompt, null);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Time that passes only by waiting. */
    private static final class FakePace implements Pace {
        private final List<Duration> waits = new ArrayList<>();
        private final List<Duration> pauses = new ArrayList<>();
        private int typingAfter = -1;
        private @Nullable String typed;
        private long nanos;

        void typeAfter(int polls, @Nullable String text) {
            typingAfter = polls;
            typed = text;
        }

        Duration elapsed() {
            return Duration.ofNanos(nanos);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public LoginInput.@Nullable Entry next(LoginInput input, Duration limit) throws InterruptedException {
            LoginInput.Entry ready = input.await(Duration.ZERO);
            if (ready != null) {
                return ready;
            }
            if (waits.size() == typingAfter) {
                typingAfter = -1;
                return new LoginInput.Entry(typed);
            }
            waits.add(limit);
            nanos += limit.toNanos();
            return null;
        }

        @Override
        public void pause(Duration duration) {
            pauses.add(duration);
            nanos += duration.toNanos();
        }
    }

    /** A session that says what it was told to. */
    private static final class Script implements AuthSession {
        private final Deque<Object> steps = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();
        private @Nullable Object always;

        void will(Object... next) {
            steps.addAll(List.of(next));
        }

        void willAlways(Object step) {
            always = step;
        }

        @Override
        public AuthStatus begin() throws IOException {
            return step("begin");
        }

        @Override
        public AuthStatus poll() throws IOException {
            return step("poll");
        }

        @Override
        public AuthStatus answer(String input) throws IOException {
            return step("answer " + input);
        }

        private AuthStatus step(String call) throws IOException {
            calls.add(call);
            Object next = always == null ? steps.remove() : always;
            if (next instanceof IOException failure) {
                throw failure;
            }
            return (AuthStatus) next;
        }
    }

    /** A user who answers what was prepared. */
    private static final class Notes implements LoginListener {
        private final List<LoginPrompt> told = new ArrayList<>();
        private final List<InputRequired> questions = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final Deque<String> answers = new ArrayDeque<>();

        @Override
        public void prompt(LoginPrompt prompt, LoginInput input) {
            told.add(prompt);
        }

        @Override
        public void question(InputRequired question, LoginInput input) {
            questions.add(question);
            if (!answers.isEmpty()) {
                input.give(answers.remove());
            }
        }

        @Override
        public void retrying(String problem, Duration pause) {
            problems.add(problem);
        }
    }
}
