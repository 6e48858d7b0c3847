package dev.flowgate.gateway;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out of a gateway without a master key. A page of any site may send requests to this machine: its
 * {@code Origin} gives it away (RFC 6454 section 7), or, when its name was made to point here (DNS rebinding), its
 * {@code Host}. Programs send no {@code Origin} and the host they were given.
 */
final class BrowserCheck {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private final String host;

    /** Creates a check; {@code host} is the configured address, which may be asked for besides the loopback. */
    BrowserCheck(String host) {
        this.host = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Says why a request is refused; null when it is not. */
    @Nullable String problem(MultiMap headers) {
        String origin = headers.get("origin");
        if (origin != null && !isLocalOrigin(origin)) {
            return "Requests of web pages of other sites are refused while there is no master_key. Set one in the"
                    + " gateway's configuration and send it with each request.";
        }
        String asked = headers.get("host");
        if (asked != null && !isLocal(asked, 0) && !names(asked, 0, host)) {
            return "Requests for a host other than localhost are refused while there is no master_key. Ask for"
                    + " localhost or 127.0.0.1, or set a master_key.";
        }
        return null;
    }

    /** The origin {@code null} is that of sandboxed pages, which any site can make. */
    private static boolean isLocalOrigin(String origin) {
        if (origin.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            return isLocal(origin, HTTP.length());
        }
        return origin.regionMatches(true, 0, HTTPS, 0, HTTPS.length()) && isLocal(origin, HTTPS.length());
    }

    private static boolean isLocal(String text, int start) {
        return names(text, start, "localhost") || names(text, start, "[::1]") || isLoopbackAddress(text, start);
    }

    /** Whether a name and at most a port begin here. */
    private static boolean names(String text, int start, String name) {
        return text.regionMatches(true, start, name, 0, name.length()) && isPortOrEnd(text, start + name.length());
    }

    /** Only digits and dots: {@code 127.example.org} is a name like any other. */
    private static boolean isLoopbackAddress(String text, int start) {
        if (!text.startsWith("127.", start)) {
            return false;
        }
        int end = start;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        return isPortOrEnd(text, end);
    }

    private static boolean isPortOrEnd(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.charAt(from) != ':') {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
