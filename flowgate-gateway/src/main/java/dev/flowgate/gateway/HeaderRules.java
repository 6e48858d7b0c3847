package dev.flowgate.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which headers go through. Towards an upstream only the few that a provider reads; towards the client all that are end
 * to end (RFC 9110 section 7.6.1), without cookies and without framing, which each connection has its own of.
 */
final class HeaderRules {
    static final String CONTENT_LENGTH = "content-length";
    private static final String GZIP = "gzip";
    private static final CharSequence COMPRESSED = HttpHeaders.createOptimized(GZIP);
    private static final String ACCESS_CONTROL_PREFIX = "access-control-";
    private static final String OWN_PREFIX = "x-litellm-";
    private static final String ANTHROPIC_VERSION = "anthropic-version";
    private static final String DEFAULT_ANTHROPIC_VERSION = "2023-06-01";

    private HeaderRules() {}

    /**
     * Copies what may go upstream; credentials and everything not named here stay behind. Bytes are passed on as they
     * are, so the upstream may compress only as the client can read it, and only as the engine can: it reads errors, and
     * in a stream whether it is whole.
     */
    static void toUpstream(MultiMap client, MultiMap upstream, boolean anthropic, boolean stream, Upstream target) {
        copyOr("content-type", "application/json", client, upstream);
        boolean compressed = !stream && acceptsGzip(client.get(HttpHeaders.ACCEPT_ENCODING));
        upstream.set(HttpHeaders.ACCEPT_ENCODING, compressed ? COMPRESSED : HttpHeaders.IDENTITY);
        copy("accept", client, upstream);
        copy("user-agent", client, upstream);
        if (anthropic) {
            join("anthropic-beta", client, upstream);
            copyOr(ANTHROPIC_VERSION, DEFAULT_ANTHROPIC_VERSION, client, upstream);
        } else {
            join("openai-beta", client, upstream);
        }
        for (Map.Entry<String, String> header : target.headers()) {
            upstream.set(header.getKey(), header.getValue());
        }
    }

    /** Whether gzip is named with full weight (RFC 9110 section 12.5.3); any other form may go without. */
    private static boolean acceptsGzip(@Nullable String accepted) {
        int at = accepted == null ? -1 : accepted.indexOf(GZIP);
        if (accepted == null || at < 0) {
            return false;
        }
        int after = at + GZIP.length();
        return after == accepted.length() || accepted.charAt(after) == ',' || accepted.startsWith(";q=1", after);
    }

    private static void copyOr(String name, String otherwise, MultiMap from, MultiMap to) {
        String value = from.get(name);
        to.set(name, value == null ? otherwise : value);
    }

    private static void copy(String name, MultiMap from, MultiMap to) {
        String value = from.get(name);
        if (value != null) {
            to.set(name, value);
        }
    }

    /** Several lines of a list mean the same as one with commas (RFC 9110 section 5.3). */
    private static void join(String name, MultiMap from, MultiMap to) {
        if (from.contains(name)) {
            to.set(name, String.join(",", from.getAll(name)));
        }
    }

    /** Copies what may go to the client, and leaves out content-length unless it is asked for. */
    static void toClient(MultiMap upstream, MultiMap client, boolean withLength) {
        boolean nominates = nominates(upstream);
        for (Map.Entry<String, String> header : upstream) {
            String name = header.getKey();
            boolean passes = isEndToEnd(name)
                    && !isOwn(name)
                    && !isAccessControl(name)
                    && (!nominates || !isNominated(name, upstream));
            if (passes && (withLength || !name.equalsIgnoreCase(CONTENT_LENGTH))) {
                client.add(name, header.getValue());
            }
        }
    }

    /** An upstream that is itself a LiteLLM sends these, too; here they are said of this gateway. */
    private static boolean isOwn(String name) {
        return name.regionMatches(true, 0, OWN_PREFIX, 0, OWN_PREFIX.length());
    }

    /** Which pages may read an answer is for this gateway to say, and it says none. */
    private static boolean isAccessControl(String name) {
        return name.regionMatches(true, 0, ACCESS_CONTROL_PREFIX, 0, ACCESS_CONTROL_PREFIX.length());
    }

    /** Whether there may be such a claim; the usual values name no header, and are not worth a search for each. */
    private static boolean nominates(MultiMap headers) {
        String first = headers.get("connection");
        return first != null
                && (headers.getAll("connection").size() > 1
                        || !(first.equalsIgnoreCase("keep-alive") || first.equalsIgnoreCase("close")));
    }

    /** Whether a {@code Connection} header claims a header for its own connection (RFC 9110 section 7.6.1). */
    private static boolean isNominated(String name, MultiMap headers) {
        for (String line : headers.getAll("connection")) {
            for (String option : line.split(",", -1)) {
                if (option.strip().equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The length decides first: no allocation, and at most three comparisons for each header. */
    private static boolean isEndToEnd(String name) {
        return switch (name.length()) {
            case 2 -> !name.equalsIgnoreCase("te");
            case 7 -> !name.equalsIgnoreCase("trailer") && !name.equalsIgnoreCase("upgrade");
            case 10 ->
                !name.equalsIgnoreCase("connection")
                        && !name.equalsIgnoreCase("keep-alive")
                        && !name.equalsIgnoreCase("set-cookie");
            case 16 -> !name.equalsIgnoreCase("proxy-connection");
            case 17 -> !name.equalsIgnoreCase("transfer-encoding");
            case 18 -> !name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> !name.equalsIgnoreCase("proxy-authorization");
            default -> true;
        };
    }
}
