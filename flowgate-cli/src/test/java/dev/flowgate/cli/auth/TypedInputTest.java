package dev.flowgate.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TypedInputTest {
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @Test
    void handsOverEachPipedLine() {
        try (TypedInput input = piped("one\ntwo\n")) {
            input.lines(taken::add);

            await().untilAsserted(() -> assertThat(taken).containsExactly("one", "two"));
        }
    }

    @Test
    void answersOneQuestionWithOneLineAndTellsOfTheEnd() {
        try (TypedInput input = piped("one\n")) {
            input.line(taken::add, () -> taken.add("end"));
            await().untilAsserted(() -> assertThat(taken).containsExactly("one"));

            input.line(taken::add, () -> taken.add("end"));
            await().untilAsserted(() -> assertThat(taken).containsExactly("one", "end"));
        }
    }

    private static TypedInput piped(String text) {
        return new TypedInput(
                new Terminal(System.out, System.err, false, false, false),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
