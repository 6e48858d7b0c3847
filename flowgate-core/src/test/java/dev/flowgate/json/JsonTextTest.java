package dev.flowgate.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void writesKeysSortedAndEverythingInAscii() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("b", List.of(1, 2.5, true));
        tree.put("a", Map.of("\u00e9", "\ud83d\ude00"));
        tree.put("empty", List.of());

        assertThat(JsonText.canonical(tree)).isEqualTo("""
                        {
                          "a": {
                            "\\u00e9": "\\ud83d\\ude00"
                          },
                          "b": [
                            1,
                            2.5,
                            true
                          ],
                          "empty": []
                        }""");
    }

    @Test
    void keepsTheOrderOfTheMapOnOneLine() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("z", null);
        tree.put("a", Map.of());

        assertThat(JsonText.compact(tree)).isEqualTo("{\"z\":null,\"a\":{}}");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Map<String, Object> tree = Map.of("list", List.of("a\nb", 1, Map.of("deep", false)), "number", 12345678901L);

        assertThat(JsonText.readObject(JsonText.indented(tree))).isEqualTo(tree);
    }

    @Test
    void refusesWhatIsNotOneObject() {
        assertThatThrownBy(() -> JsonText.readObject("[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonText.readObject("{} {}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JsonText.readObject("")).isInstanceOf(IOException.class);
    }
}
