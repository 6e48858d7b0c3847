package dev.flowgate.event;

import java.nio.file.Path;
import java.time.Clock;

/** Writes events from a process of its own. */
final class EventLogWriter {
    /** How long an event's text is at least, in characters: longer than what Java writes at once by itself. */
    static final int DETAIL = 20_000;

    private EventLogWriter() {}

    /** Arguments: the file, the name of the service, how many events, the size that the file may have. */
    public static void main(String[] args) {
        EventLog log = EventLog.at(Path.of(args[0]), Clock.systemUTC(), Long.parseLong(args[3]));
        String detail = "x".repeat(DETAIL);
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            log.accept(FlowGateEvent.of("test").withService(args[1]).withDetail(i + detail));
        }
    }
}
