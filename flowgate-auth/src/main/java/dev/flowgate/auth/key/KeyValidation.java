package dev.flowgate.auth.key;

import dev.flowgate.auth.http.BoundedHttp;
import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;

/** Asks a provider whether a key is good, with a request that spends nothing, such as that for the list of models. */
final class KeyValidation {
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private final AuthContext context;
    private final ApiKeySettings settings;

    KeyValidation(AuthContext context, ApiKeySettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** What came of asking. */
    record Verdict(boolean accepted, int status) {}

    /**
     * Asks.
     *
     * @throws IOException if the provider cannot say now
     * @throws AuthException if it is asked at the wrong address
     */
    Verdict ask(URI address, String key) throws IOException, InterruptedException {
        HttpAnswer answer = BoundedHttp.send(context.http(), request(address, key));
        if (answer.isSuccess()) {
            return new Verdict(true, answer.status());
        }
        if (REFUSED.contains(answer.status())) {
            return new Verdict(false, answer.status());
        }
        String said = address.getHost() + " answered with status " + answer.status()
                + " when it was asked whether the key is good, so nothing is stored.";
        if (answer.isPassing()) {
            throw new IOException(said);
        }
        throw new AuthException(said + " Correct auth.providers." + context.provider()
                + ".validate_url, or remove it to store the key without asking.");
    }

    private HttpRequest.Builder request(URI address, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "application/json");
        for (Map.Entry<String, String> header : settings.validateHeaders().entrySet()) {
            set(request, header.getKey(), header.getValue());
        }
        return set(request, settings.keyHeader(), settings.headerValue(key));
    }

    // The client's own text would quote the value, which may be the key.
    @SuppressWarnings("UnusedException")
    private HttpRequest.Builder set(HttpRequest.Builder request, String name, String value) {
        try {
            return request.setHeader(name, value);
        } catch (IllegalArgumentException refused) {
            throw new AuthException("auth.providers." + context.provider() + ": the header " + name
                    + " cannot be set. Use another header for the validation.");
        }
    }
}
