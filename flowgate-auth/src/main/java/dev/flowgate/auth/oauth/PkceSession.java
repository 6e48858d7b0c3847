package dev.flowgate.auth.oauth;

import dev.flowgate.auth.http.NotTakenException;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A login under way with a browser (RFC 8252, RFC 7636). */
final class PkceSession implements AuthSession {
    private static final String STEP = "The browser login";

    /** A look costs nothing: the answer arrives in this process. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final AuthContext context;
    private final OauthClient client;
    private final OauthEndpoints endpoints;
    private final RedirectSettings redirect;
    private final PkceRequest request;
    private @Nullable Waiting waiting;
    private @Nullable RedirectAnswer answer;

    /** A login that the user can go on with. */
    private record Waiting(RedirectListener listener, RedirectCheck check, URI redirect, URI address) {
        AuthStatus pending(@Nullable String note) {
            return new AuthStatus.Pending(new LoginPrompt(address, null, true, note), INTERVAL);
        }
    }

    PkceSession(AuthContext context, OauthClient client, OauthEndpoints endpoints, RedirectSettings redirect) {
        this.context = context;
        this.client = client;
        this.endpoints = endpoints;
        this.redirect = redirect;
        this.request = PkceRequest.create(context.random());
    }

    @Override
    public AuthStatus begin() throws IOException, InterruptedException {
        URI authorization = endpoints.required(OauthPkceMethod.AUTHORIZATION_ENDPOINT);
        endpoints.required("token_endpoint");
        var check = new RedirectCheck(request.state(), endpoints.issuer().orElse(null), endpoints.answersNameIssuer());
        RedirectListener listener =
                RedirectListener.open(redirect, client.settings().path("redirect_port"), check);
        URI ending = listener.address();
        Waiting started = new Waiting(listener, check, ending, request.address(authorization, client, ending));
        waiting = started;
        return started.pending(null);
    }

    @Override
    public AuthStatus poll() throws IOException, InterruptedException {
        Waiting login = started();
        if (answer == null) {
            answer = login.listener().answer().orElse(null);
        }
        RedirectAnswer received = answer;
        return received == null
                ? login.pending(login.listener()
                        .stray()
                        .map(reason -> "The browser brought something else. " + reason)
                        .orElse(null))
                : finish(login, received);
    }

    @Override
    public AuthStatus answer(String input) throws IOException, InterruptedException {
        Waiting login = started();
        RedirectAnswer received = answer;
        if (received == null) {
            received = login.check().judge(query(input));
            if (received instanceof RedirectAnswer.Stray stray) {
                return login.pending("What was pasted could not be used. " + stray.reason()
                        + " Paste the whole address that the browser ended at; it begins with " + login.redirect());
            }
            answer = received;
        }
        return finish(login, received);
    }

    @Override
    public void close() {
        Waiting login = waiting;
        if (login != null) {
            login.listener().close();
        }
    }

    private Waiting started() {
        return Optional.ofNullable(waiting).orElseThrow(() -> new IllegalStateException("begin() comes first."));
    }

    /** What comes behind the question mark of an address; a query that was pasted alone stays as it is. */
    private static String query(String input) {
        String withoutFragment = input.split("#", 2)[0];
        return withoutFragment.substring(withoutFragment.indexOf('?') + 1);
    }

    private AuthStatus finish(Waiting login, RedirectAnswer received) throws IOException, InterruptedException {
        if (received instanceof RedirectAnswer.Code code) {
            return exchange(login, code.code());
        }
        if (received instanceof RedirectAnswer.Refused refused) {
            return denied(refused.error());
        }
        if (received instanceof RedirectAnswer.Mistrusted mistrusted) {
            return new AuthStatus.Denied(mistrusted.reason() + " Nothing was sent. Check "
                    + client.settings().path("issuer") + ", then try again: " + client.loginCommand());
        }
        throw new IllegalStateException("What is stray is not kept.");
    }

    private AuthStatus exchange(Waiting login, String code) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(client.tokenParameters());
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", login.redirect().toString());
        form.put("code_verifier", request.verifier());
        OauthExchange.Outcome outcome;
        URI endpoint;
        try {
            endpoint = endpoints.required("token_endpoint");
            outcome = new OauthExchange(client, context).send(endpoint, STEP, form);
        } catch (NotTakenException noEffect) {
            throw noEffect;
        } catch (IOException lost) {
            // RFC 6749, section 4.1.2: a code must not be used twice, and this one may have been.
            throw new AuthException(
                    STEP + " to " + client.provider() + " broke off while the code was exchanged for tokens. "
                            + lost.getMessage() + " The code cannot be used again. Log in again: "
                            + client.loginCommand(),
                    lost);
        }
        OauthError error = outcome.error();
        return error == null
                ? new AuthStatus.Authorized(
                        TokenAnswer.read(outcome.members(), endpoint, context, client.scope(), null))
                : denied(error);
    }

    private AuthStatus denied(OauthError error) {
        return new AuthStatus.Denied("The provider says " + error.words() + ". " + error.advice(client));
    }
}
