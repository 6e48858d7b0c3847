package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HostileInputTest {
    @Test
    void refusesALargeFileBeforeReadingItWhole(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("large.yaml"), "# comment\n".repeat(1024 * 1024));
        Assertions.assertThatThrownBy(() -> FlowGateConfig.load(file))
                .hasMessageContaining("has 10485760 bytes; a configuration may have at most 2097152");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void refusesDeepNesting(String opening) {
        assertThat(Samples.errors(opening.repeat(100_000)))
                .singleElement()
                .asString()
                .contains("deeper than 64 levels");
    }

    @Test
    void refusesAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(Samples.errors(text.toString()))
                .singleElement()
                .asString()
                .contains("more than 100000 values, aliases written out");
    }

    @Test
    void refusesAliasesThatNestWithoutMultiplying() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 200; i++) {
            text.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertThat(Samples.errors(text.toString()))
                .singleElement()
                .asString()
                .contains("aliases nest maps and lists deeper than 64 levels");
    }

    @Test
    void survivesManyKeysAndListsOnlySomeOfThem() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        assertThat(Samples.errors(text.toString()))
                .hasSizeLessThan(110)
                .last()
                .asString()
                .endsWith("more problems are not listed; fix these first");
    }

    @Test
    void refusesAHundredThousandKeys() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        assertThat(Samples.errors(text.toString())).anyMatch(error -> error.contains("more than 100000 values"));
    }

    @Test
    void survivesAChainOfServices() {
        StringBuilder services = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            services.append("s%d: {command: {args: [a]}, depends_on: [s%d]}\n".formatted(i, i + 1));
        }
        assertThat(Samples.errors(Samples.withServices(services.toString())))
                .anyMatch(error -> error.contains("must be a map with 1 to 256 entries; found 5000 entries"));
    }

    @Test
    void longNumbersAndKeysCostNothing() {
        String digits = "9".repeat(1_000_000);
        assertThat(Samples.errors(Samples.withServices("litellm: {port: " + digits + "}")))
                .singleElement()
                .asString()
                .hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.yaml", "v2.json", "v1.yaml"})
    void brokenBytesGiveNothingButConfigExceptions(String name, @TempDir Path folder) throws IOException {
        byte[] original = Samples.resource(name).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(4711);
        Path file = folder.resolve("flowgate.yaml");
        int refused = 0;
        for (int round = 0; round < 1_000; round++) {
            byte[] content = mutate(original, random);
            Files.write(file, content);
            try {
                FlowGateConfig config = FlowGateConfig.load(file);
                config.profiles().keySet().forEach(profile -> typed(config, profile));
                ConfigMigration.migrate(Files.readString(file));
            } catch (ConfigException expected) {
                refused++;
            } catch (RuntimeException unexpected) {
                fail("Round " + round + " of " + name, unexpected);
            }
        }
        assertThat(refused).isBetween(250, 999);
    }

    private static void typed(FlowGateConfig config, String profile) {
        config.document(profile);
        config.redacted();
        config.litellm(profile, variable -> null);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] content = original.clone();
        String signs = "{}[]:,-&*!|>'\"%@`#? \t\n\r~<0x\\";
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(content.length);
            content[at] = random.nextInt(4) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) signs.charAt(random.nextInt(signs.length()));
        }
        return content;
    }
}
