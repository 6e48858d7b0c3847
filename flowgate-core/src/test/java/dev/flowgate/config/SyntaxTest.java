package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxTest {
    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("a:\n\tb: 1\n", 2, 1, "a tab is not allowed as indentation"),
                Arguments.of("a: b: c\n", 1, 5, "a key is not possible here"),
                Arguments.of("a: 1\nb 2\nc: 3\n", 2, 1, "a colon is missing"),
                Arguments.of("a: 'x\nb: 1\n", 1, 4, "the quote that opens here is never closed"),
                Arguments.of("a: \"x\nb: 1\n", 1, 4, "the quote that opens here is never closed"),
                Arguments.of("a: [1, 2\nb: 3\n", 1, 4, "the [ that opens here is not closed"),
                Arguments.of("{\"a\": 1", 1, 1, "the { that opens here is not closed"),
                Arguments.of("a: [b]]\n", 1, 7, "this ] closes nothing"),
                Arguments.of("a:\n  b: 1\n c: 2\n", 3, 2, "the indentation of this line fits no line above"),
                Arguments.of("a: @b\n", 1, 4, "a value cannot start with \"@\""),
                Arguments.of("a: `b\n", 1, 4, "a value cannot start with \"`\""),
                Arguments.of("a: %b\n", 1, 4, "a value cannot start with \"%\""),
                Arguments.of("a: \"\\q\"\n", 1, 6, "this escape is unknown"),
                Arguments.of("a: *x\n", 1, 4, "no anchor `&x` comes before this alias"),
                Arguments.of("a: &x [*x]\n", 1, 8, "stands inside the very part it names"),
                Arguments.of("a: !!python/object x\n", 1, 4, "has no meaning in a configuration"),
                Arguments.of("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here"),
                Arguments.of("? [a]\n: b\n", 1, 3, "a key must be text; found a list"),
                Arguments.of("8080: b\n", 1, 1, "a key must be text; found a number"),
                Arguments.of("a: 1\nb: 2\na: 3\n", 3, 1, "the key `a` is already in line 1"),
                Arguments.of("<<: 3\n", 1, 1, "the merge key `<<` takes a map"),
                Arguments.of("a: x\u0000\n", 1, 5, "the character U+0000 is not allowed"),
                Arguments.of("a: 1\nb: \u0007x\n", 2, 4, "the character U+0007 is not allowed"),
                Arguments.of("", 0, 0, "the file is empty"),
                Arguments.of("# only a comment\n", 0, 0, "the file is empty"),
                Arguments.of("- a\n", 1, 1, "a configuration is a map of keys; found a list"),
                Arguments.of("just words\n", 1, 1, "a configuration is a map of keys; found text"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysInPlainWordsWhatIsWrongAndWhere(String text, int line, int column, String message) {
        assertThat(Samples.problems(text)).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.column()).isEqualTo(column);
        });
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreRead() {
        String text = "\ufeff" + Samples.MINIMAL.replace("\n", "\r\n");
        assertThat(Samples.parse(text).services()).containsOnlyKeys("litellm");
        ConfigProblem problem = Samples.problems("\ufeffpathz: 1\r\nx: 1\r\n").stream()
                .filter(found -> found.keyPath().equals("x"))
                .findFirst()
                .orElseThrow();
        assertThat(problem.line()).isEqualTo(2);
    }

    @Test
    void namesTheByteThatIsNotUtf8(@TempDir Path folder) throws IOException {
        byte[] content = "a: 1\nb: xy?\n".getBytes(StandardCharsets.US_ASCII);
        content[10] = (byte) 0xE9;
        Path file = Files.write(folder.resolve("flowgate.yaml"), content);
        Assertions.assertThatThrownBy(() -> FlowGateConfig.load(file))
                .hasMessage(file + ":2:6: the byte 0xE9 is not UTF-8 text (save the file as UTF-8)");
    }

    @Test
    void missingFileAndFolderAreToldApart(@TempDir Path folder) {
        Path missing = folder.resolve("none.yaml");
        Assertions.assertThatThrownBy(() -> FlowGateConfig.load(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": the file does not exist (`flowgate init` writes a first one)");
        Assertions.assertThatThrownBy(() -> FlowGateConfig.load(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("this is a folder");
    }

    @Test
    void pathsOfAFileStartFromItsFolder(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("flowgate.yaml"), Samples.MINIMAL);
        FlowGateConfig config = FlowGateConfig.load(file);
        assertThat(config.file()).contains(file);
        assertThat(config.paths().stateFile()).isEqualTo(folder.resolve(".router/state.json"));
    }

    @Test
    void escapedSurrogatesOfJsonBecomeOneCharacter() {
        FlowGateConfig config = Samples.parse(Samples.MINIMAL.replace("Hello", "\"\\ud83d\\ude00\\/\""));
        assertThat(config.litellm("balanced", name -> null).deployments().get(0).mockResponse())
                .isEqualTo("\uD83D\uDE00/");
    }
}
