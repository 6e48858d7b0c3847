package dev.flowgate.cli.auth;

import dev.flowgate.auth.LoginInput;
import dev.flowgate.auth.LoginListener;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.output.OutputFormat;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person, or a script, how to get on with a login, opens the browser, and hands over what is typed. What a person
 * has to do goes to stderr; a script gets the address on stdout at once.
 */
final class LoginConversation implements LoginListener, AutoCloseable {
    private final Workspace workspace;
    private final String provider;
    private final @Nullable Browser browser;
    private final boolean takesLines;
    private final TypedInput typed;
    private Duration limit = Duration.ZERO;
    private boolean saidLimit;
    private @Nullable Countdown countdown;
    private LoginPrompt told = LoginPrompt.NONE;

    /**
     * Begins.
     *
     * @param browser opens addresses; null when none is to be opened
     * @param paste whether lines are read from stdin although it is no terminal
     */
    LoginConversation(Workspace workspace, String provider, @Nullable Browser browser, boolean paste) {
        this.workspace = workspace;
        this.provider = provider;
        this.browser = browser;
        this.takesLines = paste || workspace.terminal().inIsTerminal();
        this.typed = new TypedInput(workspace.terminal(), System.in);
    }

    /** Returns the address that was last to be opened; null when there was none. */
    @Nullable URI url() {
        return told.url();
    }

    @Override
    public void started(Duration timeout) {
        limit = timeout;
        if (workspace.terminal().errIsTerminal()) {
            countdown = Countdown.start(
                    timeout,
                    left -> output().progress("waiting for the login to " + provider + ", " + Spoken.duration(left)
                            + " left; Ctrl-C cancels"));
        }
    }

    @Override
    public void prompt(LoginPrompt prompt, LoginInput input) {
        LoginPrompt before = told;
        told = prompt;
        URI url = prompt.url();
        if (url != null && !url.equals(before.url())) {
            tell("login_url", url.toASCIIString(), "To log in to " + provider + ", open this address in a browser:");
            if (browser != null && browser.open(url)) {
                output().progress("a browser was asked to open it; --no-browser leaves that out");
            }
        }
        String code = prompt.userCode();
        if (code != null && !code.equals(before.userCode())) {
            tell("user_code", Spoken.printable(code), "Enter this code there:");
        }
        if (prompt.note() != null && !Objects.equals(prompt.note(), before.note())) {
            output().instruction(Spoken.printable(prompt.note()));
        }
        if (!saidLimit && workspace.terminal().errIsTerminal()) {
            saidLimit = true;
            output().progress("waiting for up to " + Spoken.duration(limit) + "; Ctrl-C cancels");
        }
        if (prompt.takesInput() && !before.takesInput()) {
            takeLines(prompt, input);
        }
    }

    private void takeLines(LoginPrompt prompt, LoginInput input) {
        if (!takesLines) {
            output().hint("Nothing pasted is read, because stdin is no terminal; --paste reads it all the same.");
            return;
        }
        // The note of a method that knows more says so itself.
        if (prompt.note() == null) {
            output().hint("Where the browser cannot reach this machine, paste the address that it ended at here:");
        }
        typed.lines(input::give);
    }

    @Override
    public void question(AuthStatus.InputRequired question, LoginInput input) {
        if (question.problem() != null) {
            output().instruction(Spoken.printable(question.problem()));
        }
        String text = Spoken.printable(question.question());
        if (question.secret() && workspace.terminal().inIsTerminal()) {
            typed.secret(text, input::give, () -> ended(input));
        } else {
            output().instruction(text + ":");
            typed.line(input::give, () -> ended(input));
        }
    }

    private void ended(LoginInput input) {
        output().instruction("The input ended without an answer.");
        input.cancel();
    }

    @Override
    public void retrying(String problem, Duration pause) {
        output().progress("login to " + provider + ": " + problem + "; trying again in " + Spoken.duration(pause));
    }

    @Override
    public void close() {
        typed.close();
        if (countdown != null) {
            countdown.close();
        }
    }

    /** Tells a script by a line of the result, and a person by a sentence; whoever reads both needs but one. */
    private void tell(String key, String value, String sentence) {
        String text = sentence + System.lineSeparator() + "  " + value;
        if (output().format() == OutputFormat.KV) {
            output().line(key + "=" + value);
            output().hint(text);
        } else {
            output().instruction(text);
        }
    }

    private Output output() {
        return workspace.output();
    }
}
