package dev.flowgate.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String JSON = "application/json";
    private static final String STREAM = "text/event-stream; charset=utf-8";

    @Test
    void findsNothingWhereOnlyValuesOfTheRunDiffer() {
        Answer litellm =
                answer(200, JSON, "{\"id\":\"a\",\"created\":1,\"object\":\"list\"}", "x-litellm-call-id", "1-a");
        Answer flowgate = answer(
                200,
                "application/json; charset=utf-8",
                "{\"object\":\"list\",\"id\":\"b\",\"created\":2}",
                "x-litellm-call-id",
                "2-b");

        assertThat(Comparison.of(litellm, flowgate)).isEmpty();
    }

    @Test
    void tellsStatusAndMediaType() {
        assertThat(Comparison.of(answer(400, JSON, "{}"), answer(404, "text/html", "{}")))
                .containsExactly(
                        new Difference("status", "400", "404"),
                        new Difference("header.content-type", JSON, "text/html"));
    }

    @Test
    void tellsTheValueOfHeadersThatDoNotChangeAndTheShapeOfOthers() {
        Answer litellm = answer(
                200,
                JSON,
                "{}",
                "retry-after",
                "1",
                "x-litellm-response-cost",
                "0.5",
                "server",
                "uvicorn",
                "llm_provider-date",
                "today",
                "llm_provider-server",
                "x");
        Answer flowgate = answer(200, JSON, "{}", "retry-after", "2", "x-litellm-response-cost", "none");

        assertThat(Comparison.of(litellm, flowgate))
                .containsExactly(
                        new Difference("header.llm_provider-*", "present", Difference.ABSENT),
                        new Difference("header.retry-after", "1", "2"),
                        new Difference("header.x-litellm-response-cost", "number", "text"));
    }

    @Test
    void forgivesThatTheEndOfACooldownComesCloser() {
        Answer litellm = answer(429, JSON, "{}", "retry-after", "60");
        Answer flowgate = answer(429, JSON, "{}", "retry-after", "59");

        assertThat(Comparison.of(litellm, flowgate)).isEmpty();
        assertThat(Comparison.of(litellm, answer(429, JSON, "{}", "retry-after", "1")))
                .containsExactly(new Difference("header.retry-after", "number", "1"));
    }

    @Test
    void tellsMissingMembersOfTheBodyOnceAndNotWhatIsInThem() {
        Answer litellm = answer(200, JSON, "{\"usage\":{\"details\":{\"cached\":0,\"audio\":0}}}");
        Answer flowgate = answer(200, JSON, "{\"usage\":{}}");

        assertThat(Comparison.of(litellm, flowgate))
                .containsExactly(new Difference("body.usage.details", "object", Difference.ABSENT));
    }

    @Test
    void tellsNullFromAbsentAndValuesThatClientsActOn() {
        Answer litellm = answer(400, JSON, "{\"error\":{\"message\":\"x\",\"type\":null,\"code\":\"400\"}}");
        Answer flowgate = answer(400, JSON, "{\"error\":{\"message\":\"y\",\"type\":\"invalid\",\"code\":\"401\"}}");

        assertThat(Comparison.of(litellm, flowgate))
                .containsExactly(
                        new Difference("body.error.code", "\"400\"", "\"401\""),
                        new Difference("body.error.type", "null", "\"invalid\""));
    }

    @Test
    void takesElementsOfListsTogether() {
        Answer litellm = answer(200, JSON, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\",\"extra\":1}]}");
        Answer flowgate = answer(200, JSON, "{\"data\":[{\"id\":\"a\"}]}");

        assertThat(Comparison.of(litellm, flowgate))
                .containsExactly(
                        new Difference("body.data[].extra", "number", Difference.ABSENT),
                        new Difference("body.data[].id", "\"a\"|\"b\"", "\"a\""));
    }

    @Test
    void tellsABodyThatIsNoJson() {
        assertThat(Comparison.of(answer(200, JSON, "Internal Server Error"), answer(200, JSON, "")))
                .containsExactly(new Difference("body", "text", "empty"));
    }

    @Test
    void tellsTheSequenceOfEventsWithoutCountingPieces() {
        Answer litellm = answer(200, STREAM, chunk("\"role\":\"assistant\",\"content\":\"He\"") + "data: [DONE]\n\n");
        Answer pieces = answer(
                200,
                STREAM,
                chunk("\"role\":\"assistant\",\"content\":\"H\"") + chunk("\"role\":\"assistant\",\"content\":\"e\"")
                        + "data: [DONE]\n\n");
        Answer flowgate = answer(200, STREAM, chunk("\"role\":\"assistant\",\"content\":\"He\""));

        assertThat(Comparison.of(litellm, pieces)).isEmpty();
        assertThat(Comparison.of(litellm, flowgate))
                .containsExactly(new Difference("events", "chunk[content, role] [DONE]", "chunk[content, role]"));
    }

    @Test
    void tellsEventsWithoutTheLineThatNamesThem() {
        Answer litellm = answer(200, STREAM, "data: {\"type\":\"ping\"}\n\n");
        Answer flowgate = answer(200, STREAM, "event: ping\ndata: {\"type\":\"ping\"}\n\n");

        assertThat(Comparison.of(litellm, flowgate)).containsExactly(new Difference("events", "data:ping", "ping"));
    }

    @Test
    void tellsAStreamFromAWholeAnswer() {
        assertThat(Comparison.of(answer(200, JSON, "{}"), answer(200, STREAM, "data: [DONE]\n\n")))
                .contains(new Difference("body", "object", "events [DONE]"));
    }

    @Test
    void tellsACutAndTheNumberOfRequestsToTheUpstream() {
        Answer litellm = new Answer(200, Map.of(), "", true, 3);
        Answer flowgate = new Answer(200, Map.of(), "", false, 1);

        assertThat(Comparison.of(litellm, flowgate))
                .containsExactly(new Difference("end", "clean", "cut"), new Difference("upstream.requests", "3", "1"));
    }

    private static String chunk(String delta) {
        return "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{" + delta + "}}]}\n\n";
    }

    private static Answer answer(int status, String type, String body, String... headers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("content-type", type));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new Answer(status, all, body, true, 1);
    }
}
