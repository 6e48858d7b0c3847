package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdaptiveSpinTest {
    private static final long MICROSECOND = 1000;

    /** Each look at the clock and at the events takes a microsecond. */
    private final AtomicLong now = new AtomicLong();

    private final AtomicInteger looks = new AtomicInteger();
    private final AdaptiveSpin strategy = new AdaptiveSpin(() -> now.addAndGet(MICROSECOND));

    /** What the loop is told to do; {@code eventAfter} is how many looks find nothing, and then there is an event. */
    private int next(int eventAfter) throws Exception {
        AtomicInteger nothing = new AtomicInteger(eventAfter);
        return strategy.calculateStrategy(
                () -> {
                    looks.incrementAndGet();
                    return nothing.getAndDecrement() > 0 ? 0 : 1;
                },
                false);
    }

    private void sleepFor(long microseconds) {
        now.addAndGet(microseconds * MICROSECOND);
    }

    @Test
    void sleepsAtOnceWhenEventsAreFarBetween() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(next(0)).isEqualTo(SelectStrategy.SELECT);
            sleepFor(1000);
        }
        assertThat(looks).hasValue(0);
    }

    @Test
    void spinsWhileEventsComeThickAndFast() throws Exception {
        assertThat(next(0)).isEqualTo(SelectStrategy.SELECT);
        sleepFor(30);
        for (int i = 0; i < 100; i++) {
            assertThat(next(5)).isEqualTo(1);
        }
        assertThat(looks).hasValue(600);
    }

    @Test
    void givesUpAfterAWhileAndSpinsLessAndLessInVain() throws Exception {
        int spins = 0;
        for (int i = 0; i < 1000; i++) {
            int before = looks.get();
            assertThat(next(Integer.MAX_VALUE)).isEqualTo(SelectStrategy.SELECT);
            assertThat(looks.get() - before).isLessThanOrEqualTo(51);
            spins += looks.get() > before ? 1 : 0;
            sleepFor(100);
        }
        assertThat(spins).isBetween(5, 15);
    }

    @Test
    void looksOnceWhenThereIsWorkToDo() throws Exception {
        assertThat(strategy.calculateStrategy(() -> 3, true)).isEqualTo(3);
    }
}
