package dev.flowgate.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyValuesTest {
    @Test
    void leavesOutWhatHasNoValue() {
        assertThat(new KeyValues()
                        .add("provider", "codex")
                        .add("account", null)
                        .add("renewable", true)
                        .line())
                .isEqualTo("provider=codex renewable=yes");
    }

    @Test
    void quotesValuesWithSpacesSoThatTheirEndIsPlain() {
        assertThat(new KeyValues().add("problem", "no method 'x' here").line())
                .isEqualTo("problem='no method \\'x\\' here'");
        assertThat(new KeyValues().add("problem", "one\nline\\").line()).isEqualTo("problem=one\\nline\\\\");
    }
}
