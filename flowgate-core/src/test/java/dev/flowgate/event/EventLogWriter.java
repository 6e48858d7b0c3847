package dev.flowgate.event;

import java.nio.file.Path;
import java.time.Clock;

/** Writes events from a process of its own. */
final class EventLogWriter {
    private EventLogWriter() {}

    public static void main(String[] args) {
        EventLog log = EventLog.at(Path.of(args[0]), Clock.systemUTC(), 1024L * 1024);
        String detail = "x".repeat(1500);
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            log.accept(FlowGateEvent.of("test").withService(args[1]).withDetail(i + detail));
        }
    }
}
