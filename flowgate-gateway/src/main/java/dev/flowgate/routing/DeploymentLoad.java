package dev.flowgate.routing;

import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of one deployment: kept by its id, so that it outlives a reload. Safe for use by many threads. */
final class DeploymentLoad {
    /** Attempts under way. */
    private final AtomicInteger underWay = new AtomicInteger();

    private final MinuteUsage minute = new MinuteUsage();
    private final Latencies answers = new Latencies();
    private final Latencies firstParts = new Latencies();
    private final ParallelLimits.Slot slot = new ParallelLimits.Slot();

    AtomicInteger underWay() {
        return underWay;
    }

    MinuteUsage minute() {
        return minute;
    }

    /** Whole answers that are not streamed. */
    Latencies answers() {
        return answers;
    }

    /** The first parts of streams; they are far quicker than whole answers, and are compared with their like only. */
    Latencies firstParts() {
        return firstParts;
    }

    ParallelLimits.Slot slot() {
        return slot;
    }
}
