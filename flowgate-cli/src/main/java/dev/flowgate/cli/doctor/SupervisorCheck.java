package dev.flowgate.cli.doctor;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.process.Supervision;
import java.util.List;
import java.util.OptionalLong;

/** Somebody watches the services that are to be started again. */
final class SupervisorCheck implements Check {
    @Override
    public String name() {
        return "supervisor";
    }

    @Override
    public Finding look(Examination examination) {
        ServiceSupervisor services = examination.supervisor();
        List<ServiceConfig> restarted = examination.enabledServices(service -> service.restart() != RestartPolicy.NO);
        boolean wasStarted = services.known().contains(ServiceConfig.SUPERVISOR);
        if (restarted.isEmpty() && !wasStarted) {
            return Finding.skipped("no service is to be restarted, so none is needed");
        }
        OptionalLong holder = Supervision.holder(examination.config().paths().runtimeDirectory());
        if (holder.isPresent()) {
            return Finding.builder()
                    .detail("running", "yes")
                    .detail("pid", holder.getAsLong())
                    .build();
        }
        boolean isGone = wasStarted && !(services.status(ServiceConfig.SUPERVISOR) instanceof ServiceStatus.Stopped);
        List<String> unwatched = restarted.stream()
                .map(ServiceConfig::name)
                .filter(name -> services.status(name) instanceof ServiceStatus.Running)
                .toList();
        Finding.Builder finding = Finding.builder().detail("running", "no");
        if (isGone || !unwatched.isEmpty()) {
            finding.problem(Remark.repairedBy(
                    examination.command() + (restarted.isEmpty() ? " up --supervise" : " up"),
                    unwatched.isEmpty()
                            ? "the supervisor is gone, so nothing is restarted"
                            : "no supervisor runs, so nothing restarts " + String.join(", ", unwatched)));
        }
        return finding.build();
    }
}
