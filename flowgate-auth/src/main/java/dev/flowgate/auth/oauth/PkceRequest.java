package dev.flowgate.auth.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An authorization request with a proof key (RFC 7636, method S256). Its {@link #toString()} shows nothing.
 *
 * @param verifier what proves, when the code is exchanged, that the request was ours
 * @param state what shows that an answer belongs to this request
 */
record PkceRequest(String verifier, String state) {
    /** 256 bits, as RFC 7636, section 7.1, recommends: 43 characters. */
    private static final int RANDOM_BYTES = 32;

    static PkceRequest create(RandomGenerator random) {
        return new PkceRequest(randomText(random), randomText(random));
    }

    /** The address that the user is to open. What the endpoint's own query holds stays (RFC 6749, section 3.1). */
    URI address(URI endpoint, OauthClient client, URI redirect) {
        Map<String, String> parameters = new LinkedHashMap<>(client.parameters());
        parameters.put("response_type", "code");
        parameters.put("client_id", client.id());
        parameters.put("redirect_uri", redirect.toString());
        if (!client.scope().isEmpty()) {
            parameters.put("scope", client.scope());
        }
        parameters.put("state", state);
        parameters.put("code_challenge", challenge());
        parameters.put("code_challenge_method", "S256");
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + separator + OauthExchange.encode(parameters));
    }

    String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return encode(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    @Override
    public String toString() {
        return "PkceRequest[]";
    }

    private static String randomText(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
