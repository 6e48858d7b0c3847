package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlEditTest {
    private static final List<String> PANEL = List.of("remote-management", "disable-control-panel");

    @Test
    void replacesAValueAndKeepsEverythingAroundIt() {
        String text = "# caf\u00e9 \ud83d\ude00\nport:   8317   # the port\nkeys: ['a' , \"b\"]\n\n# end";

        assertThat(set(text, List.of("port"), 9000))
                .contains("# caf\u00e9 \ud83d\ude00\nport:   9000   # the port\nkeys: ['a' , \"b\"]\n\n# end");
    }

    @Test
    void putsATextInQuotes() {
        assertThat(set("host: 0.0.0.0\n", List.of("host"), "[::1]")).contains("host: \"[::1]\"\n");
        assertThat(set("host: ''\n", List.of("host"), "127.0.0.1")).contains("host: \"127.0.0.1\"\n");
    }

    @Test
    void fillsAnEmptyValue() {
        assertThat(set("host:\nport: 1\n", List.of("host"), "127.0.0.1")).contains("host: \"127.0.0.1\"\nport: 1\n");
        assertThat(set("remote-management: # none\nport: 1\n", PANEL, true))
                .contains("remote-management: {\"disable-control-panel\": true} # none\nport: 1\n");
    }

    @Test
    void appendsAKeyThatIsMissing() {
        assertThat(set("host: a\n# end\n", List.of("port"), 1)).contains("host: a\n# end\nport: 1\n");
        assertThat(set("host: a", List.of("port"), 1)).contains("host: a\nport: 1\n");
        assertThat(set("host: a\r\n", List.of("port"), 1)).contains("host: a\r\nport: 1\r\n");
        assertThat(set("# nothing\n", List.of("port"), 1)).contains("# nothing\nport: 1\n");
        assertThat(set("", PANEL, true)).contains("remote-management:\n  disable-control-panel: true\n");
    }

    @Test
    void addsToASectionBehindTheLineOfItsKey() {
        String text = """
                remote-management: # m
                    # remote
                    allow-remote: false
                port: 1
                """;

        assertThat(set(text, PANEL, true)).contains("""
                remote-management: # m
                    disable-control-panel: true
                    # remote
                    allow-remote: false
                port: 1
                """);
    }

    @Test
    void addsToWhatIsWrittenInBraces() {
        assertThat(set("{\"host\": \"a\"}", List.of("port"), 1)).contains("{\"port\": 1, \"host\": \"a\"}");
        assertThat(set("{}", PANEL, true)).contains("{\"remote-management\": {\"disable-control-panel\": true}}");
        assertThat(set("remote-management: {}\n", PANEL, true))
                .contains("remote-management: {\"disable-control-panel\": true}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "old: &p 1\nport: *p\n", // the alias' anchor would change as well
                "port: [1]\n",
                "port: {a: 1}\n",
                "- port\n",
                "host: a\n...\n",
                "  host: a\n",
                "port: 1\nport: 2\n",
                "port: [1\n"
            })
    void refusesWhatTakesMoreThanAnEdit(String text) {
        assertThat(set(text, List.of("port"), 9000)).isEmpty();
    }

    private static Optional<String> set(String text, List<String> path, Object value) {
        return YamlEdit.set(text, ServerDocument.settings(), path, value);
    }
}
