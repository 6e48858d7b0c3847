package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ModelInfo;
import dev.flowgate.routing.RoutingDecision.Chosen;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which the gateway says what became of a request, under LiteLLM's names. What is the same for every
 * request to a deployment is made once.
 */
final class OwnHeaders {
    static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");
    private static final CharSequence CALL_ID = HttpHeaders.createOptimized(Replies.CALL_ID);
    private static final CharSequence VERSION = HttpHeaders.createOptimized("x-litellm-version");
    private static final CharSequence DURATION = HttpHeaders.createOptimized("x-litellm-response-duration-ms");
    private static final CharSequence MODEL_ID = HttpHeaders.createOptimized("x-litellm-model-id");
    private static final CharSequence API_BASE = HttpHeaders.createOptimized("x-litellm-model-api-base");
    private static final CharSequence MODEL_GROUP = HttpHeaders.createOptimized("x-litellm-model-group");
    private static final CharSequence RETRIES = HttpHeaders.createOptimized("x-litellm-attempted-retries");
    private static final CharSequence FALLBACKS = HttpHeaders.createOptimized("x-litellm-attempted-fallbacks");
    private static final CharSequence FALSE = HttpHeaders.createOptimized("false");
    private static final CharSequence ZERO = HttpHeaders.createOptimized("0");

    /** Null when the classes do not come from a built jar. */
    private static final @Nullable CharSequence OWN_VERSION = ownVersion();

    private OwnHeaders() {}

    /**
     * What answers say of a deployment.
     *
     * @param id its id
     * @param apiBase its address without a query, which may hold a key; null for one without an upstream
     */
    record Labels(CharSequence id, @Nullable CharSequence apiBase) {
        static Labels of(String id, @Nullable URI apiBase) {
            return new Labels(
                    HttpHeaders.createOptimized(id),
                    apiBase == null ? null : HttpHeaders.createOptimized(ModelInfo.address(apiBase)));
        }
    }

    /** Names the request, and the time until its answer began. */
    static void request(MultiMap answer, String callId, long nanos) {
        answer.set(CALL_ID, callId).set(DURATION, Long.toString(nanos / 1_000_000));
        if (OWN_VERSION != null) {
            answer.set(VERSION, OWN_VERSION);
        }
    }

    /** Names the deployment that was tried last, and how the request came to it. */
    static void deployment(MultiMap answer, Labels labels, Chosen chosen) {
        answer.set(MODEL_ID, labels.id())
                .set(MODEL_GROUP, chosen.group())
                .set(RETRIES, count(chosen.retries()))
                .set(FALLBACKS, count(chosen.fallbacks()));
        if (labels.apiBase() != null) {
            answer.set(API_BASE, labels.apiBase());
        }
    }

    /**
     * Tells the SDKs of both protocols not to repeat what only another key or configuration can help. After other
     * failures their own retries, which go on for minutes, are what carries a session over an outage: a gateway that
     * forbade them when its own few seconds are over would end it.
     */
    static void discourage(MultiMap answer, int status) {
        if ((status == 401 || status == 403 || status == 404) && !answer.contains(SHOULD_RETRY)) {
            discourage(answer);
        }
    }

    static void discourage(MultiMap answer) {
        answer.set(SHOULD_RETRY, FALSE);
    }

    private static CharSequence count(int number) {
        return number == 0 ? ZERO : Integer.toString(number);
    }

    private static @Nullable CharSequence ownVersion() {
        String version = OwnHeaders.class.getPackage().getImplementationVersion();
        return version == null ? null : HttpHeaders.createOptimized(version);
    }
}
