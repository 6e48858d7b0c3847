package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.UsageScanner;
import dev.flowgate.routing.RoutedCall;
import dev.flowgate.routing.TokenUsage;
import io.vertx.core.buffer.Buffer;

/** Reads an answer's usage while it passes, for the strategies that go by it. Nothing of the answer is kept. */
final class UsageTap {
    private final RoutedCall call;
    private final UsageScanner scanner = new UsageScanner();
    private boolean begun;

    UsageTap(RoutedCall call) {
        this.call = call;
    }

    void passed(Buffer chunk) {
        if (!begun) {
            begun = true;
            call.answering();
        }
        for (int i = 0; i < chunk.length(); i++) {
            scanner.passed(chunk.getByte(i));
        }
    }

    TokenUsage read() {
        return scanner.usage();
    }
}
