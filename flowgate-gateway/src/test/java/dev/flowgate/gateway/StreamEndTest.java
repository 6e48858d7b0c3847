package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEndTest {
    private static StreamEnd after(boolean responses, String... parts) {
        StreamEnd end = new StreamEnd(responses);
        for (String part : parts) {
            end.passed(Buffer.buffer(part));
        }
        return end;
    }

    @Test
    void findsTheLastEventOfEachProtocol() {
        String long3000 = "x".repeat(3000);

        assertThat(after(false, long3000 + "\n", "data: [DO", "NE]\n\n").isDeclared())
                .isTrue();
        assertThat(after(false, "event: message_stop\ndata: {}\n\n").isDeclared())
                .isTrue();
        assertThat(after(true, "event: response.comp", "leted\ndata: {" + long3000 + "}\n\n")
                        .isDeclared())
                .isTrue();
        assertThat(after(false, "data: {\"finish_reason\":\"stop\"}\n\n").isFinished())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"delta\":{\"content\":\"then it sends [DONE], data: [DONE]\"}}\n\n",
                "data: {\"delta\":{\"content\":\"\\nevent: message_stop\\nevent: error\"}}\n\n",
                "data: {\"delta\":{\"text\":\"{\\\"type\\\":\\\"message_stop\\\",\\\"error\\\":{}}\"}}\n\n",
                "event: response.output_text.delta\ndata: {\"delta\":\"response.completed, response.failed\"}\n\n"
            })
    void doesNotTakeWhatAModelWritesForTheEnd(String event) {
        assertThat(after(false, event).isDeclared()).isFalse();
        assertThat(after(true, event).isDeclared()).isFalse();
        assertThat(after(false, event).isFinished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {}\n\n", "data: {}\r\r", "data: {}\r\n\r\n"})
    void isBetweenTwoEventsAfterAnEmptyLine(String passed) {
        assertThat(after(false, passed).isMidEvent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {", "data: {}\n", "data: {}\r\n"})
    void isWithinAnEventBeforeItsEmptyLine(String passed) {
        assertThat(after(false, passed).isMidEvent()).isTrue();
    }

    @Test
    void findsNoneInAStreamThatGoesOn() {
        StreamEnd end = after(true, "event: response.created\ndata: {\"finish_reason\":null,\"error\":null}\n\n");

        assertThat(end.isDeclared()).isFalse();
        assertThat(end.isFinished()).isFalse();
    }
}
