package dev.flowgate.auth.oauth;

import dev.flowgate.auth.http.BoundedHttp;
import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.http.SecureAddress;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's endpoints are: where the settings say, else where the issuer's metadata says (RFC 8414), which is
 * fetched when the first one is needed. For use by one thread.
 */
final class OauthEndpoints {
    private static final int HTTP_OK = 200;
    private static final Set<Integer> NOT_THERE = Set.of(404, 405, 410);

    private final OauthClient client;
    private final AuthContext context;
    private @Nullable Map<String, @Nullable Object> metadata;

    OauthEndpoints(OauthClient client, AuthContext context) {
        this.client = client;
        this.context = context;
    }

    /**
     * Checks without asking anybody that endpoints can be found.
     *
     * @throws AuthException if one is not set and there is no issuer to ask
     */
    void requireFindable(List<String> names) {
        if (issuer().isPresent()) {
            return;
        }
        for (String name : names) {
            if (client.settings().text(name).isEmpty()) {
                throw new AuthException(client.settings().path(name) + " is missing. Set it, or set "
                        + client.settings().path("issuer") + ", whose metadata names the endpoints (RFC 8414).");
            }
        }
    }

    URI required(String name) throws IOException, InterruptedException {
        return find(name)
                .orElseThrow(() -> new AuthException("The issuer's metadata has no " + name
                        + ". Either the provider does not offer this kind of login, or "
                        + client.settings().path(name) + " has to be set."));
    }

    Optional<URI> find(String name) throws IOException, InterruptedException {
        Optional<URI> configured = client.settings().address(name);
        if (configured.isPresent() || issuer().isEmpty()) {
            return configured;
        }
        Object named = metadata().get(name);
        if (!(named instanceof String text)) {
            return Optional.empty();
        }
        String label = "The " + name + " that the issuer's metadata names";
        try {
            return Optional.of(SecureAddress.require(URI.create(text), label));
        } catch (IllegalArgumentException malformed) {
            throw new AuthException(
                    label + " is no address. Set " + client.settings().path(name) + ".", malformed);
        }
    }

    /** The configured issuer, as it is written: it is compared letter by letter (RFC 8414, section 3.3). */
    Optional<String> issuer() {
        return client.settings().text("issuer");
    }

    /** Whether the issuer promises to name itself in its answers (RFC 9207, section 3); false while nobody has asked. */
    boolean answersNameIssuer() {
        Map<String, @Nullable Object> known = metadata;
        return known != null && Boolean.TRUE.equals(known.get("authorization_response_iss_parameter_supported"));
    }

    private Map<String, @Nullable Object> metadata() throws IOException, InterruptedException {
        Map<String, @Nullable Object> known = metadata;
        if (known == null) {
            known = fetch();
            metadata = known;
        }
        return known;
    }

    private Map<String, @Nullable Object> fetch() throws IOException, InterruptedException {
        String issuer = issuer().orElseThrow();
        String setting = client.settings().path("issuer");
        HttpAnswer answer = get(wellKnown(issuer));
        if (NOT_THERE.contains(answer.status())) {
            answer = get(openIdWellKnown(issuer));
        }
        if (answer.isPassing()) {
            throw new IOException("The metadata of " + setting + " was answered with status " + answer.status() + ".");
        }
        Optional<Map<String, @Nullable Object>> members = answer.json();
        if (answer.status() != HTTP_OK || members.isEmpty()) {
            throw new AuthException(setting + " has no metadata (RFC 8414): it was answered with status "
                    + answer.status() + ". Correct it, or remove it and set the endpoints themselves.");
        }
        if (!issuer.equals(members.get().get("issuer"))) {
            throw new AuthException("The metadata of " + setting + " is that of another issuer, so it is not used."
                    + " Set it exactly as the provider writes it, or set the endpoints themselves.");
        }
        return members.get();
    }

    private HttpAnswer get(URI address) throws IOException, InterruptedException {
        return BoundedHttp.send(context.http(), HttpRequest.newBuilder(address).header("Accept", "application/json"));
    }

    /** RFC 8414, section 3.1: between the host and the issuer's path. */
    private static URI wellKnown(String issuer) {
        URI base = URI.create(issuer);
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + "/.well-known/oauth-authorization-server"
                + withoutLastSlash(base.getRawPath()));
    }

    /** OpenID Connect Discovery 1.0, section 4, which RFC 8414, section 5, provides for: behind the issuer's path. */
    private static URI openIdWellKnown(String issuer) {
        return URI.create(withoutLastSlash(issuer) + "/.well-known/openid-configuration");
    }

    private static String withoutLastSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
