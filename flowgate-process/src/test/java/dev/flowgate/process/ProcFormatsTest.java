package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class ProcFormatsTest {
    private static byte[] block(String text) {
        return text.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
    }

    static boolean isLittleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    @Test
    void readsAStatLineWhoseNameContainsParenthesesAndSpaces() {
        String line = "42 (a) Z 1 2 (b)) S 7 8 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 1 2";
        assertThat(ProcessStat.parse(42, line)).isEqualTo(new ProcessStat(42, 'S', 8, 9, false, 1, 123456));
    }

    @Test
    void seesByTheFlagsThatAProcessIsAboutToEnd() {
        String line = "42 (java) R 7 8 9 0 -1 4194308 1 2 3 4 5 6 7 8 20 0 1 0 123456 1 2";
        assertThat(Objects.requireNonNull(ProcessStat.parse(42, line)).exiting())
                .isTrue();
    }

    @Test
    void runsUntilItsLastThreadHasEnded() {
        String line = "42 (java) Z 7 8 9 0 -1 4194316 1 2 3 4 5 6 7 8 20 0 %d 0 123456 1 2";
        assertThat(Objects.requireNonNull(ProcessStat.parse(42, line.formatted(2)))
                        .runs())
                .isTrue();
        assertThat(Objects.requireNonNull(ProcessStat.parse(42, line.formatted(1)))
                        .runs())
                .isFalse();
    }

    @Test
    void takesAnIncompleteStatLineForNoProcess() {
        assertThat(ProcessStat.parse(42, "42 (sleep) S 7 8")).isNull();
        assertThat(ProcessStat.parse(42, "")).isNull();
    }

    @Test
    void findsAVariableOnlyByItsWholeName() {
        byte[] block = block("XFLOWGATE_INSTANCE=no|FLOWGATE_INSTANCE=yes|FLOWGATE_INSTANCE2=no|");
        assertThat(EnvironmentBlock.value(block, "FLOWGATE_INSTANCE")).isEqualTo("yes");
        assertThat(EnvironmentBlock.value(block, "FLOWGATE")).isNull();
    }

    @Test
    void tellsAnOverwrittenEnvironmentFromOneWithoutTheCookie() {
        assertThat(EnvironmentBlock.hasVariables(block("worker process|||||"))).isFalse();
        assertThat(EnvironmentBlock.hasVariables(block(""))).isFalse();
        assertThat(EnvironmentBlock.hasVariables(block("PATH=/bin|"))).isTrue();
    }

    @Test
    @EnabledIf("isLittleEndian")
    void readsListeningSockets() throws Exception {
        String four =
                "  0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 4711 1 0 100";
        ListeningSocket socket = Objects.requireNonNull(ListeningSocket.parse(four, 4000));
        assertThat(socket.address()).isEqualTo(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        assertThat(socket.uid()).isEqualTo(1000);
        assertThat(socket.link()).isEqualTo("socket:[4711]");
        assertThat(ListeningSocket.parse(four, 4001)).isNull();
        assertThat(ListeningSocket.parse(four.replace(" 0A ", " 01 "), 4000)).isNull();

        String mapped = four.replace("0100007F:", "0000000000000000FFFF00000100007F:");
        assertThat(Objects.requireNonNull(ListeningSocket.parse(mapped, 4000)).address())
                .isEqualTo(socket.address());
    }

    @Test
    void readsWhatLsofSays() {
        assertThat(LsofSearch.parse("p999999999\ncjava\nu1000\n"))
                .isEqualTo(new PortOwner.Visible(999999999, "java", null, null));
        assertThat(LsofSearch.parse("")).isNull();
    }
}
