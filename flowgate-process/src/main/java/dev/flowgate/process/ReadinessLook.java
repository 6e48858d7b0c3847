package dev.flowgate.process;

import java.net.URI;
import java.time.Duration;

/**
 * Looks once whether a service that runs is ready. It asks, in this order: is the port its own, does it answer 2xx. An
 * answer from a port that is a stranger's says nothing.
 */
final class ReadinessLook {
    private static final int NOT_FOUND = 404;

    private final OwnPort port;
    private final ServiceSpec spec;

    ReadinessLook(HostProcesses processes, ServiceFolder folder, ServiceSpec spec) {
        this.port = new OwnPort(processes, folder, spec);
        this.spec = spec;
    }

    Readiness look(ServiceRecord record, Duration answerPatience) throws InterruptedException {
        if (spec.port() == 0) {
            return new Readiness(true, true, null, null, "it runs");
        }
        String missing = port.whyNotHeld(record);
        if (missing != null) {
            return new Readiness(false, false, null, null, missing);
        }
        URI readiness = spec.readiness();
        if (readiness == null) {
            return new Readiness(true, true, null, null, "it listens on " + port.describe());
        }
        long begin = System.nanoTime();
        Readiness first = ask(readiness, answerPatience);
        URI elsewhere = spec.probes().readinessElsewhere();
        if (elsewhere == null || first.statusCode() == null || first.statusCode() != NOT_FOUND) {
            return first;
        }
        Duration left = answerPatience.minusNanos(System.nanoTime() - begin);
        Readiness second = ask(elsewhere, left.isNegative() ? Duration.ofMillis(1) : left);
        String seen = second.isReady() ? second.seen() : first.seen() + ", " + second.seen();
        return new Readiness(second.isReady(), true, elsewhere, second.statusCode(), seen);
    }

    private static Readiness ask(URI address, Duration patience) throws InterruptedException {
        int status = HttpAnswer.status(address, patience);
        if (status == 0) {
            return new Readiness(false, true, address, null, "no complete answer from " + address);
        }
        return HttpAnswer.isGood(status)
                ? new Readiness(true, true, address, status, "it answers " + status)
                : new Readiness(false, true, address, status, address + " answers " + status + " and not 2xx");
    }
}
