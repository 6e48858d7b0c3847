package dev.flowgate.cli.doctor;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.AdoptResult;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.RestartState;
import dev.flowgate.process.ServiceExit;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.ServiceProgress;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What the records say of the services is true, and none has crashed. */
final class ServicesCheck implements Check {
    private final BiFunction<FlowGateConfig, ServiceConfig, ServiceSpec> specs;

    /**
     * Creates it.
     *
     * @param specs tells how a configured service is started
     */
    ServicesCheck(BiFunction<FlowGateConfig, ServiceConfig, ServiceSpec> specs) {
        this.specs = specs;
    }

    @Override
    public String name() {
        return "services";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        ServiceSupervisor supervisor = examination.supervisor();
        List<String> running = new ArrayList<>();
        for (String service : new TreeSet<>(supervisor.known())) {
            ServiceStatus status = supervisor.status(service);
            if (status instanceof ServiceStatus.Running) {
                running.add(service);
            }
            Remark problem = problem(examination, status, supervisor.restarts(service));
            if (problem != null && !service.equals(ServiceConfig.SUPERVISOR)) {
                finding.problem(problem);
            }
        }
        return finding.detail("running", running.isEmpty() ? "none" : String.join(",", running))
                .countIssues()
                .build();
    }

    private static @Nullable Remark problem(
            Examination examination, ServiceStatus status, Optional<RestartState> restarts) {
        String service = status.service();
        String command = examination.command() + " service ";
        if (status instanceof ServiceStatus.Running) {
            return restarts.filter(state -> state.verdict() == RestartState.Verdict.CRASH_LOOP)
                    .map(state -> Remark.repairedBy(
                            command + "restart " + service,
                            service + " crashes again and again; " + command + "logs " + service + " tells why"))
                    .orElse(null);
        }
        if (status instanceof ServiceStatus.Crashed crashed) {
            String repair = isConfigured(examination, service) ? "start " : "stop ";
            return Remark.repairedBy(
                    command + repair + service,
                    service + " has crashed: " + describe(crashed.exit()) + "; " + command + "logs " + service
                            + " tells why");
        }
        if (status instanceof ServiceStatus.Foreign foreign) {
            return Remark.advised("Use FlowGate where that service was started.", service + ": " + foreign.reason());
        }
        if (status instanceof ServiceStatus.Unknown unknown) {
            return Remark.repairedBy(command + "stop " + service, service + ": " + unknown.reason());
        }
        return null;
    }

    private static boolean isConfigured(Examination examination, String service) {
        return examination.config().services().containsKey(service);
    }

    private static String describe(ServiceExit exit) {
        String how = exit.signalName()
                .orElse(exit.code() == null ? "its exit code is not known" : "exit code " + exit.code());
        return how + ", " + exit.at();
    }

    /** Puts records right of services of which no process is left. */
    @Override
    public List<String> fix(Examination examination) throws InterruptedException {
        ServiceSupervisor supervisor = examination.supervisor();
        List<String> fixed = new ArrayList<>();
        for (String name : supervisor.known()) {
            ServiceConfig service = examination.config().services().get(name);
            ServiceStatus status = supervisor.status(name);
            if (service != null && status instanceof ServiceStatus.Crashed crashed) {
                boolean isAwaited = supervisor
                        .restarts(name)
                        .filter(state -> state.nextAt() != null)
                        .isPresent();
                if (!isAwaited) {
                    clear(examination, supervisor, service, crashed.instance(), fixed);
                }
            } else if (service != null && status instanceof ServiceStatus.Unknown) {
                clear(examination, supervisor, service, null, fixed);
            }
        }
        return fixed;
    }

    /** Taking over signals nobody, finds what still runs, and refuses when anything is left that it cannot tell. */
    private void clear(
            Examination examination,
            ServiceSupervisor supervisor,
            ServiceConfig service,
            @Nullable ServiceInstance crashed,
            List<String> fixed)
            throws InterruptedException {
        try {
            AdoptResult result = supervisor.adopt(specs.apply(examination.config(), service));
            if (result instanceof AdoptResult.NothingRuns) {
                if (crashed != null) {
                    supervisor.stop(crashed, Duration.ZERO, ServiceProgress.Listener.NONE);
                }
                fixed.add("cleared the record of " + service.name() + ", of which nothing runs");
            } else if (result instanceof AdoptResult.Adopted) {
                fixed.add("took over " + service.name() + ", which runs although its record was damaged");
            }
        } catch (ProcessException notProved) {
            // Something of it may still run: it is left alone, and the check goes on failing.
            return;
        }
    }
}
