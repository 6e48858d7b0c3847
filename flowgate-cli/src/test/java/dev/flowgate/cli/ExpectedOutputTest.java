package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedOutputTest {
    @Test
    void takesDotsInALineForAnyTextOfThatLine() {
        ExpectedOutput expected = new ExpectedOutput(List.of("pid ... is ready", "(done)"));

        assertThat(expected.matches("pid 17 is ready\n(done)\n")).isTrue();
        assertThat(expected.matches("pid 17\n is ready\n(done)\n")).isFalse();
    }

    @Test
    void takesALineOfDotsForAnyLinesAndForNone() {
        ExpectedOutput expected = new ExpectedOutput(List.of("first", "...", "last"));

        assertThat(expected.matches("first\nlast\n")).isTrue();
        assertThat(expected.matches("first\nsecond\nthird\nlast\n")).isTrue();
        assertThat(expected.matches("first\n")).isFalse();
    }

    @Test
    void missesNoLineBeforeOrAfter() {
        ExpectedOutput expected = new ExpectedOutput(List.of("only"));

        assertThat(expected.matches("only")).isTrue();
        assertThat(expected.matches("only   \n")).isTrue();
        assertThat(expected.matches("only\nmore\n")).isFalse();
        assertThat(expected.matches("warning\nonly\n")).isFalse();
    }
}
