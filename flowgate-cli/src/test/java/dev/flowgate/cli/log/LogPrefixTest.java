package dev.flowgate.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.output.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogPrefixTest {
    @Test
    void isEmptyForOneService() {
        assertThat(new LogPrefix(List.of("litellm"), new Style(false)).of("litellm"))
                .isEmpty();
    }

    @Test
    void namesTheServiceWithoutColourOffATerminal() {
        assertThat(new LogPrefix(List.of("a", "long"), new Style(false)).of("a"))
                .isEqualTo("a | ");
    }

    @Test
    void hasAColourAndAWidthOfItsOwnOnATerminal() {
        LogPrefix prefix = new LogPrefix(List.of("a", "long"), new Style(true));

        assertThat(prefix.of("a")).isEqualTo("\u001b[36ma    |\u001b[0m ");
        assertThat(prefix.of("long")).isEqualTo("\u001b[32mlong |\u001b[0m ");
    }
}
