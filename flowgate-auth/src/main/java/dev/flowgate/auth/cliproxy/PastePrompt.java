package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.LoginPrompt;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the user of a login through CLIProxyAPI is told, as it comes to be known. */
final class PastePrompt {
    private static final String ELSEWHERE =
            "If the browser is on another machine, its last page does not load: paste that page's address here.";
    private static final String NOT_LISTENING = "The last page of the browser will not load, because the server cannot"
            + " listen for it: paste that page's address here.";

    private LoginPrompt prompt;

    private PastePrompt(LoginPrompt prompt) {
        this.prompt = prompt;
    }

    static PastePrompt of(LoginRoute route, StartReply.Started started, boolean listens, @Nullable String warning) {
        boolean pastes = route.flow() == LoginRoute.Flow.BROWSER;
        String advice = !pastes ? null : listens ? ELSEWHERE : NOT_LISTENING;
        String note = warning == null ? advice : advice == null ? warning : warning + " " + advice;
        return new PastePrompt(new LoginPrompt(started.url(), started.userCode(), pastes, note));
    }

    LoginPrompt current() {
        return prompt;
    }

    /** The polls have told where to go. Only what needs no code to be entered ends at an address to paste. */
    void ask(URI url, @Nullable String userCode) {
        if (!url.equals(prompt.url())) {
            boolean pastes = prompt.takesInput() || userCode == null;
            prompt = new LoginPrompt(url, userCode, pastes, pastes ? ELSEWHERE : prompt.note());
        }
    }

    LoginPrompt note(String note) {
        prompt = new LoginPrompt(prompt.url(), prompt.userCode(), prompt.takesInput(), note);
        return prompt;
    }
}
