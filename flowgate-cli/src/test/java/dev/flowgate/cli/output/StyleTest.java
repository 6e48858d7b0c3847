package dev.flowgate.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {
    @Test
    void laysOutColumnsWhateverTheirColour() {
        Style style = new Style(true);

        List<String> lines =
                style.table(List.of(List.of("A", "B"), List.of(style.good("long"), "x"), List.of("s", "y")));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).endsWith("  x");
        assertThat(lines.get(2)).isEqualTo("s     y");
    }

    @Test
    void writesNoEscapesWithoutColour() {
        assertThat(Style.PLAIN.bad("x") + Style.PLAIN.strong("y")).isEqualTo("xy");
    }

    @Test
    void saysDurationsAsPeopleDo() {
        assertThat(List.of(
                        Spoken.duration(Duration.ofMillis(640)),
                        Spoken.duration(Duration.ofSeconds(42)),
                        Spoken.duration(Duration.ofSeconds(185)),
                        Spoken.duration(Duration.ofMinutes(130)),
                        Spoken.duration(Duration.ofHours(76))))
                .containsExactly("0.6 s", "42 s", "3 min 5 s", "2 h 10 min", "3 d 4 h");
    }

    @Test
    void flattensADocumentWithoutBreakingLines() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("a", Map.of("b", List.of(1, "two\nlines")));
        document.put("empty", Map.of());
        document.put("nothing", null);

        assertThat(Flattened.lines(document))
                .containsExactly("a.b[0]=1", "a.b[1]=two\\nlines", "empty={}", "nothing=null");
    }
}
