package dev.flowgate.process;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;

/**
 * Looks once whether a service that runs still works. One that has never been ready is left its time for that first, as
 * Kubernetes does by its startup probe.
 */
final class LivenessLook {
    private final HostProcesses processes;
    private final ServiceFolder folder;
    private final ServiceSpec spec;

    LivenessLook(HostProcesses processes, ServiceFolder folder, ServiceSpec spec) {
        this.processes = processes;
        this.folder = folder;
        this.spec = spec;
    }

    Liveness look(ServiceRecord record, Duration answerPatience) throws InterruptedException {
        URI address = spec.probes().liveness();
        if (address == null) {
            return new Liveness(true, null, "it runs");
        }
        if (isStarting(record)) {
            return new Liveness(true, null, "it runs, and is starting");
        }
        String missing = new OwnPort(processes, folder, spec).whyNotHeld(record);
        if (missing != null) {
            return new Liveness(false, null, "it runs, but " + missing);
        }
        int status = HttpAnswer.status(address, answerPatience);
        if (status == 0) {
            return new Liveness(false, null, "it runs, but no complete answer from " + address);
        }
        return HttpAnswer.isGood(status)
                ? new Liveness(true, status, "it answers " + status)
                : new Liveness(false, status, "it runs, but " + address + " answers " + status + " and not 2xx");
    }

    private boolean isStarting(ServiceRecord record) {
        if (Files.exists(folder.readyFile(record.instance()))) {
            return false;
        }
        ProcessStat stat = record.process() == null
                ? null
                : processes.stat(record.process().pid());
        return stat != null && processes.uptime(stat).compareTo(spec.startupTimeout()) < 0;
    }
}
