package dev.flowgate.process;

import dev.flowgate.process.ServiceRecord.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether the port of a service that runs is held by the service itself. */
final class OwnPort {
    private final HostProcesses processes;
    private final ServiceFolder folder;
    private final ServiceSpec spec;

    OwnPort(HostProcesses processes, ServiceFolder folder, ServiceSpec spec) {
        this.processes = processes;
        this.folder = folder;
        this.spec = spec;
    }

    String describe() {
        return "port " + spec.port() + " on " + spec.host();
    }

    /** Returns null when the service holds its port, and else what is in its way. */
    @Nullable String whyNotHeld(ServiceRecord record) {
        List<ListeningSocket> sockets = ListeningSocket.answering(host(), spec.port());
        if (sockets.isEmpty()) {
            return "nobody listens on " + describe();
        }
        return isHeldByService(sockets, record) ? null : describe() + " is held by another process";
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
