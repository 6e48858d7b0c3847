package dev.flowgate.cli.service;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * What the supervisor says of itself. It writes the lines without a logging library, which would take more memory
 * than the watching itself.
 *
 * @param err where to; the supervisor's own log when it runs as a service
 * @param clock dates the lines
 */
record SupervisorLog(PrintStream err, Clock clock) {
    void line(String text) {
        err.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + text);
    }
}
