package dev.flowgate.process;

import java.nio.file.Files;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a service that runs has become ready, and that it has stayed so. It never ends a service: one that hangs is
 * for whoever looks at {@code health}.
 */
final class ReadinessWatch {
    private static final long WHILE_STARTING = Duration.ofSeconds(1).toNanos();
    private static final long LATER = Duration.ofSeconds(5).toNanos();
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);
    private static final Duration WITHOUT_PORT = Duration.ofSeconds(1);

    private final HostProcesses processes;
    private final ServiceFolder folder;
    private final Events events;
    private final LongSupplier nanos;
    private final long settled;
    private @Nullable String instance;
    private @Nullable String restarted;
    private long firstSeen;
    private long nextLook;
    private boolean isReady;

    ReadinessWatch(HostProcesses processes, ServiceFolder folder, Events events, SupervisionSettings settings) {
        this.processes = processes;
        this.folder = folder;
        this.events = events;
        this.nanos = settings.nanos();
        this.settled = settings.backoff().settled().toNanos();
    }

    /** Says that an instance was started by the supervision, which tells when it is ready. */
    void restarted(String startedInstance) {
        restarted = startedInstance;
    }

    void look(ServiceRecord record, ServiceSpec spec) throws InterruptedException {
        long now = nanos.getAsLong();
        if (!record.instance().equals(instance)) {
            instance = record.instance();
            firstSeen = now;
            nextLook = now;
            isReady = false;
        }
        if (now - nextLook < 0) {
            return;
        }
        boolean answers = answers(record, spec);
        long end = nanos.getAsLong();
        if (!answers) {
            isReady = false;
            nextLook = end + (end - firstSeen < spec.startupTimeout().toNanos() ? WHILE_STARTING : LATER);
        } else if (isReady) {
            folder.delete(folder.restart());
            nextLook = end + Long.MAX_VALUE / 2;
        } else {
            isReady = true;
            becameReady(record);
            // Only failures that are still counted are worth a second look.
            nextLook = end + (Files.exists(folder.restart()) ? settled : Long.MAX_VALUE / 2);
        }
    }

    private void becameReady(ServiceRecord record) {
        ServiceOperations.ready(folder, record.instance());
        if (record.instance().equals(restarted)) {
            restarted = null;
            events.ready(record.toInstance(folder.log()));
        }
    }

    private boolean answers(ServiceRecord record, ServiceSpec spec) throws InterruptedException {
        ServiceRecord.Ids ids = record.process();
        ProcessStat stat = ids == null ? null : processes.stat(ids.pid());
        if (stat == null) {
            return false;
        }
        return spec.port() == 0
                ? processes.uptime(stat).compareTo(WITHOUT_PORT) >= 0
                : new ReadinessLook(processes, folder, spec)
                        .look(record, ANSWER_PATIENCE)
                        .isReady();
    }
}
