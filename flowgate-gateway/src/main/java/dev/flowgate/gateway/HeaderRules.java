package dev.flowgate.gateway;

import io.vertx.core.MultiMap;
import java.util.Map;

/**
 * Which headers go through. Towards an upstream only the few that a provider reads; towards the client all that are end
 * to end (RFC 9110 section 7.6.1), without cookies and without framing, which each connection has its own of.
 */
final class HeaderRules {
    static final String CONTENT_LENGTH = "content-length";
    private static final String ANTHROPIC_VERSION = "anthropic-version";
    private static final String DEFAULT_ANTHROPIC_VERSION = "2023-06-01";

    private HeaderRules() {}

    /** Copies what may go upstream; credentials and everything not named here stay behind. */
    static void toUpstream(MultiMap client, MultiMap upstream, boolean anthropic, Upstream target) {
        upstream.set("content-type", "application/json");
        copy("accept", client, upstream);
        copy("user-agent", client, upstream);
        copy("accept-encoding", client, upstream);
        if (anthropic) {
            copy("anthropic-beta", client, upstream);
            copy(ANTHROPIC_VERSION, client, upstream);
            if (!upstream.contains(ANTHROPIC_VERSION)) {
                upstream.set(ANTHROPIC_VERSION, DEFAULT_ANTHROPIC_VERSION);
            }
        } else {
            copy("openai-beta", client, upstream);
        }
        for (Map.Entry<String, String> header : target.headers()) {
            upstream.set(header.getKey(), header.getValue());
        }
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
            if (passes(name) && (withLength || !name.equalsIgnoreCase(CONTENT_LENGTH))) {
                client.add(name, header.getValue());
            }
        }
    }

    /** The length decides first: no allocation, and at most two comparisons for each header. */
    private static boolean passes(String name) {
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
            default -> !name.regionMatches(true, 0, "x-litellm-", 0, 10);
        };
    }
}
