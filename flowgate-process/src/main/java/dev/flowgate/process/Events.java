package dev.flowgate.process;

import dev.flowgate.event.FlowGateEvent;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Tells what happens. That somebody cannot be told never changes what is done. */
record Events(Consumer<FlowGateEvent> consumer) {
    void started(ServiceRecord record) {
        tell("service_start", record.service(), "success", "pid " + pid(record));
    }

    void adopted(ServiceInstance instance) {
        tell("service_adopt", instance.service(), "success", "pid " + instance.pid());
    }

    void startFailed(String service, String why) {
        tell("service_start", service, "failed", why);
    }

    void ready(ServiceInstance instance) {
        tell("service_ready", instance.service(), "success", "pid " + instance.pid());
    }

    void stopped(String service, StopResult.Stopped stopped) {
        String how = stopped.killed() ? ", killed after the grace period" : "";
        tell("service_stop", service, "success", "pid " + stopped.pid() + how);
    }

    void endedWithHost(ServiceRecord record, ServiceExit exit) {
        tell(
                "service_stop",
                record.service(),
                "success",
                "pid " + pid(record) + ", with its host (pid "
                        + record.startedBy().pid() + "), ended " + exit.at());
    }

    void stopFailed(String service, StopResult.Failed failed) {
        tell("service_stop", service, "failed", failed.survivors().size() + " processes are still there");
    }

    void crashed(ServiceRecord record, ServiceExit exit) {
        tell(
                "service_crash",
                record.service(),
                "failed",
                "pid " + pid(record) + ", " + exit.describe() + ", ended " + exit.at());
    }

    void completed(ServiceRecord record, ServiceExit exit) {
        tell("service_complete", record.service(), "success", "pid " + pid(record) + ", ended " + exit.at());
    }

    void restarted(ServiceRecord record, int attempt) {
        tell("service_restart", record.service(), "success", "pid " + pid(record) + ", attempt " + attempt);
    }

    void restartFailed(String service, int attempt, String why) {
        tell("service_restart", service, "failed", "attempt " + attempt + ": " + why);
    }

    void crashLoop(String service, int failures) {
        tell("service_crash_loop", service, "failed", failures + " failures in a row; tried again once a minute");
    }

    void gaveUp(String service, String why) {
        tell("service_restart_given_up", service, "failed", why);
    }

    void stale(String service, String why) {
        tell("stale_record", service, "success", why);
    }

    private static long pid(ServiceRecord record) {
        return record.process() == null ? 0 : record.process().pid();
    }

    private void tell(String event, String service, String result, String detail) {
        try {
            consumer.accept(FlowGateEvent.of(event)
                    .withService(service)
                    .withResult(result)
                    .withDetail(detail));
        } catch (RuntimeException failed) {
            LoggerFactory.getLogger(Events.class)
                    .warn("The event {} of {} could not be recorded", event, service, failed);
        }
    }
}
