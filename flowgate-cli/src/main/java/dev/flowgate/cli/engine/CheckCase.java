package dev.flowgate.cli.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that both engines get.
 *
 * @param id what it is called in results; unique in a run
 * @param kind what known differences are listed under: the id, but that the requests to a user's own models share those of
 *     the fixed ones
 * @param method the HTTP method
 * @param path the path and query
 * @param headers the headers besides the key
 * @param key how it presents the master key
 * @param body the body; null for none
 * @param before how many times the same request is sent first, with its answers left aside
 */
record CheckCase(
        String id,
        String kind,
        String method,
        String path,
        Map<String, String> headers,
        Key key,
        @Nullable String body,
        int before) {

    /** How a request presents the master key. */
    enum Key {
        BEARER,
        X_API_KEY,
        WRONG,
        WITHOUT_SCHEME,
        NONE
    }

    CheckCase {
        headers = Map.copyOf(headers);
    }

    static CheckCase get(String id, String path) {
        return new CheckCase(id, id, "GET", path, Map.of(), Key.BEARER, null, 0);
    }

    static CheckCase post(String id, String path, String body) {
        return new CheckCase(id, id, "POST", path, Map.of("content-type", "application/json"), Key.BEARER, body, 0);
    }

    CheckCase with(Key other) {
        return new CheckCase(id, kind, method, path, headers, other, body, before);
    }

    CheckCase with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new CheckCase(id, kind, method, path, more, key, body, before);
    }

    CheckCase method(String other) {
        return new CheckCase(id, kind, other, path, headers, key, body, before);
    }

    /** Sends the request that many times before the one that is compared. */
    CheckCase after(int requests) {
        return new CheckCase(id, kind, method, path, headers, key, body, requests);
    }

    CheckCase ofModel(String model) {
        return new CheckCase("model:" + model + ":" + id, kind, method, path, headers, key, body, before);
    }
}
