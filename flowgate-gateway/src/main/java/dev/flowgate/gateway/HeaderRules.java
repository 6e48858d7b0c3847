package dev.flowgate.gateway;

import io.vertx.core.MultiMap;
import java.util.Map;

/**
 * Which headers go through. Towards an upstream only the few that a provider reads; towards the client all that are end
 * to end (RFC 9110 section 7.6.1), without cookies and without framing, which each connection has its own of.
 */
final class HeaderRules {
    static final String CONTENT_LENGTH = "content-length";
    private static final String OWN_PREFIX = "x-litellm-";
    private static final String ANTHROPIC_VERSION = "anthropic-version";
    private static final String DEFAULT_ANTHROPIC_VERSION = "2023-06-01";

    private HeaderRules() {}

    /** Copies what may go upstream; credentials and everything not named here stay behind. */
    static void toUpstream(MultiMap client, MultiMap upstream, boolean anthropic, Upstream target) {
        copyOr("content-type", "application/json", client, upstream);
        // Bytes are passed on as they are: what the client did not ask for it could not read.
        copyOr("accept-encoding", "identity", client, upstream);
        copy("accept", client, upstream);
        copy("user-agent", client, upstream);
        if (anthropic) {
            copy("anthropic-beta", client, upstream);
            copyOr(ANTHROPIC_VERSION, DEFAULT_ANTHROPIC_VERSION, client, upstream);
        } else {
            copy("openai-beta", client, upstream);
        }
        for (Map.Entry<String, String> header : target.headers()) {
            upstream.set(header.getKey(), header.getValue());
        }
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

    /** Copies what may go to the client, and leaves out content-length unless it is asked for. */
    static void toClient(MultiMap upstream, MultiMap client, boolean withLength) {
        for (Map.Entry<String, String> header : upstream) {
            String name = header.getKey();
            if (isEndToEnd(name) && !isOwn(name) && (withLength || !name.equalsIgnoreCase(CONTENT_LENGTH))) {
                client.add(name, header.getValue());
            }
        }
    }

    /** An upstream that is itself a LiteLLM sends these, too; here they are said of this gateway. */
    private static boolean isOwn(String name) {
        return name.regionMatches(true, 0, OWN_PREFIX, 0, OWN_PREFIX.length());
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
