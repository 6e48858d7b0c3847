package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreSchemaTest {
    @Test
    void readsNumbersOfEveryForm() {
        assertThat(CoreSchema.resolve("0o17")).isEqualTo(15L);
        assertThat(CoreSchema.resolve("0xfF")).isEqualTo(255L);
        assertThat(CoreSchema.resolve("-010")).isEqualTo(-10L);
        assertThat(CoreSchema.resolve("+1")).isEqualTo(1L);
        assertThat(CoreSchema.resolve("18446744073709551616")).isEqualTo(new BigInteger("18446744073709551616"));
        assertThat(CoreSchema.resolve("1e3")).isEqualTo(1000.0);
        assertThat(CoreSchema.resolve(".5")).isEqualTo(0.5);
        assertThat(CoreSchema.resolve("1.")).isEqualTo(1.0);
        assertThat(CoreSchema.resolve("-.inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "0x", "0xg", "1_000", "1:30", ".", "-", "+", "e5", "1e", "1e+", "1.2.3", "١", "0o8"})
    void leavesTheRestAsText(String text) {
        assertThat(CoreSchema.resolve(text)).isEqualTo(text);
    }

    @Test
    void wordsFewLettersApartAreNear() {
        assertThat(Spelling.distance("profles", "profiles")).isEqualTo(1);
        assertThat(Spelling.distance("prot", "port")).isEqualTo(1);
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.nearest("banana", Contract.ROOT.names())).isNull();
    }
}
