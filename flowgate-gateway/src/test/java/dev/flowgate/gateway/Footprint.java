package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What this process holds.
 *
 * @param heap bytes in use after a collection
 * @param direct bytes outside the heap, as Netty counts them
 * @param descriptors open files and sockets; 0 where the system does not tell
 */
record Footprint(long heap, long direct, int descriptors) {
    private static final long MARGIN_BYTES = 24L * 1024 * 1024;
    /** The connections that are kept, to upstreams and by the test's own client. */
    private static final int MARGIN_DESCRIPTORS = 24;

    static Footprint now() {
        System.gc();
        String[] open = new File("/proc/self/fd").list();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                Math.max(0, PlatformDependent.usedDirectMemory()),
                open == null ? 0 : open.length);
    }

    /** Waits until the process is back to about where it was. */
    void awaitReturn() {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    Footprint after = now();
                    assertThat(after.heap).isLessThan(heap + MARGIN_BYTES);
                    assertThat(after.direct).isLessThan(direct + MARGIN_BYTES);
                    assertThat(after.descriptors).isLessThan(descriptors + MARGIN_DESCRIPTORS);
                });
    }
}
