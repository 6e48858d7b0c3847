package dev.flowgate.auth.spi;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a user has to be told to get on with a login.
 *
 * @param url the address to open in a browser; null when there is none (yet)
 * @param userCode the code to enter there; null when none is needed
 * @param takesInput whether the user may also paste something instead, such as the address that the browser ended at
 * @param note a sentence for the user, such as why what was pasted could not be used; null when there is nothing to say
 */
public record LoginPrompt(
        @Nullable URI url,
        @Nullable String userCode,
        boolean takesInput,
        @Nullable String note) {
    /** A prompt with nothing to tell yet. */
    public static final LoginPrompt NONE = new LoginPrompt(null, null, false, null);

    /**
     * Creates a prompt with an address alone.
     *
     * @param url the address to open in a browser
     * @return the prompt
     */
    public static LoginPrompt open(URI url) {
        return new LoginPrompt(url, null, false, null);
    }
}
