package dev.flowgate.process;

import dev.flowgate.process.ServiceRecord.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks once whether a service that runs is ready. It asks, in this order: is the port its own, does it answer 2xx. An
 * answer from a port that is a stranger's says nothing.
 */
final class ReadinessLook {
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    private final HostProcesses processes;
    private final ServiceFolder folder;
    private final ServiceSpec spec;

    ReadinessLook(HostProcesses processes, ServiceFolder folder, ServiceSpec spec) {
        this.processes = processes;
        this.folder = folder;
        this.spec = spec;
    }

    Readiness look(ServiceRecord record, Duration answerPatience) throws InterruptedException {
        if (spec.port() == 0) {
            return new Readiness(true, true, null, "it runs");
        }
        String address = "port " + spec.port() + " on " + spec.host();
        List<ListeningSocket> sockets = ListeningSocket.answering(host(), spec.port());
        if (sockets.isEmpty()) {
            return new Readiness(false, false, null, "nobody listens on " + address);
        }
        if (!isHeldByService(sockets, record)) {
            return new Readiness(false, false, null, address + " is held by another process");
        }
        if (spec.readiness() == null) {
            return new Readiness(true, true, null, "it listens on " + address);
        }
        int status = HttpAnswer.status(spec.readiness(), answerPatience);
        if (status == 0) {
            return new Readiness(false, true, null, "no complete answer from " + spec.readiness());
        }
        return status >= OK && status < REDIRECT
                ? new Readiness(true, true, status, "it answers " + status)
                : new Readiness(false, true, status, spec.readiness() + " answers " + status + " and not 2xx");
    }

    private boolean isHeldByService(List<ListeningSocket> sockets, ServiceRecord record) {
        Ids ids = record.process();
        List<ProcessStat> group = new ArrayList<>();
        if (ids != null && ids.group() == ids.pid()) {
            group.addAll(processes.group(ids.group()));
        }
        Set<String> instance = Set.of(record.instance());
        return PortOwnerSearch.areHeldBy(sockets, group)
                || PortOwnerSearch.areHeldBy(
                        sockets,
                        processes.belonging(instance, ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock()));
    }

    private InetAddress host() {
        try {
            return InetAddress.getByName(spec.host());
        } catch (IOException unknown) {
            throw new ProcessException(
                    "The host " + spec.host() + " of " + spec.name() + " is unknown.",
                    new ProcessFailure.NotReady("the host is unknown"),
                    unknown);
        }
    }
}
