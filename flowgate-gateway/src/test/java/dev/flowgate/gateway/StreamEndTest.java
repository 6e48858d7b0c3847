package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

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

        assertThat(after(false, long3000, "data: [DO", "NE]\n\n").isDeclared()).isTrue();
        assertThat(after(false, "event: message_stop\ndata: {}\n\n").isDeclared())
                .isTrue();
        assertThat(after(true, "event: response.comp", "leted\ndata: {" + long3000 + "}\n\n")
                        .isDeclared())
                .isTrue();
        assertThat(after(false, "data: {\"finish_reason\":\"stop\"}\n\n").isFinished())
                .isTrue();
    }

    @Test
    void findsNoneInAStreamThatGoesOn() {
        StreamEnd end = after(true, "event: response.created\ndata: {\"finish_reason\":null,\"error\":null}\n\n");

        assertThat(end.isDeclared()).isFalse();
        assertThat(end.isFinished()).isFalse();
    }
}
