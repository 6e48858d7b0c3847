package dev.flowgate.auth.cliproxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads members of JSON objects that others wrote; what is not of the expected form counts as missing. */
final class JsonFields {
    private JsonFields() {}

    /** Returns a text that is not blank. */
    static @Nullable String text(Map<?, ?> object, String key) {
        return object.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }

    /** Returns an address that a browser may be sent to: http or https and nothing else. */
    static @Nullable URI webAddress(Map<?, ?> object, String key) {
        String text = text(object, key);
        if (text == null) {
            return null;
        }
        try {
            URI address = new URI(text);
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            return web && address.getHost() != null ? address : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}
