package dev.flowgate.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpokenTest {
    @Test
    void takesOutWhatCouldSteerATerminal() {
        assertThat(Spoken.printable("a\u001b[31mb\u009b31mc\nd")).isEqualTo("a [31mb 31mc d");
        assertThat(Spoken.printable("a\u202eb\u2028c")).isEqualTo("a b c");
        assertThat(Spoken.printable("André O'Neil")).isEqualTo("André O'Neil");
    }
}
