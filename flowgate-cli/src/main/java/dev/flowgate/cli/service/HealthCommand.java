package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.Readiness;
import dev.flowgate.process.RestartState;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code health}: per service whether its process lives and is ours, and whether it is ready. Calls no model. */
@Command(name = "health", description = "Check liveness and readiness of the services; exit code 1 if any fails.")
public final class HealthCommand implements Callable<Integer> {
    private final Workspace workspace;

    /** Makes the verb. */
    public HealthCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        FlowGateConfig config = workspace.config();
        ServiceSupervisor supervisor = workspace.supervisor();
        Map<String, ServiceHealth> health = new TreeMap<>();
        for (ServiceConfig service : config.services().values()) {
            if (service.enabled()) {
                health.put(service.name(), check(supervisor, config, service));
            }
        }
        if (supervisor.known().contains(ServiceConfig.SUPERVISOR)) {
            health.put(ServiceConfig.SUPERVISOR, own(supervisor.status(ServiceConfig.SUPERVISOR)));
        }
        Health report = new Health(health);
        workspace.output().print(report);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static ServiceHealth check(ServiceSupervisor supervisor, FlowGateConfig config, ServiceConfig service)
            throws InterruptedException {
        URI url = ServiceSpecs.readiness(service);
        ServiceStatus status = supervisor.status(service.name());
        if (status instanceof ServiceStatus.Completed) {
            return new ServiceHealth(false, true, true, null, null, null);
        }
        RestartState restarts = supervisor.restarts(service.name()).orElse(null);
        if (!(status instanceof ServiceStatus.Running)) {
            String decided = restarts == null ? "" : "; " + Restarts.describe(restarts);
            return new ServiceHealth(false, false, false, null, problem(status) + decided, url);
        }
        if (restarts != null && restarts.verdict() == RestartState.Verdict.CRASH_LOOP) {
            // It may answer between two crashes; that makes it no service to rely on.
            return new ServiceHealth(true, true, false, null, Restarts.describe(restarts), url);
        }
        Readiness readiness = supervisor.readiness(ServiceSpecs.of(config, service));
        String problem = readiness.isReady() ? null : readiness.seen();
        return new ServiceHealth(true, true, readiness.isReady(), readiness.statusCode(), problem, url);
    }

    /** The supervisor has no address; that it runs is all there is to ask. */
    private static ServiceHealth own(ServiceStatus status) {
        boolean runs = status instanceof ServiceStatus.Running;
        return new ServiceHealth(runs, runs, runs, null, runs ? null : problem(status), null);
    }

    private static String problem(ServiceStatus status) {
        if (status instanceof ServiceStatus.Crashed crashed) {
            return Spoken.crash(crashed.exit());
        }
        if (status instanceof ServiceStatus.EndedWithHost ended) {
            return Spoken.endWithHost(ended);
        }
        if (status instanceof ServiceStatus.Unknown unknown) {
            return "unknown: " + unknown.reason();
        }
        if (status instanceof ServiceStatus.Foreign foreign) {
            return "foreign: " + foreign.reason();
        }
        return status instanceof ServiceStatus.Starting ? "starting" : "not running";
    }

    private record ServiceHealth(
            boolean running,
            boolean live,
            boolean ready,
            @Nullable Integer code,
            @Nullable String problem,
            @Nullable URI url) {}

    private record Health(Map<String, ServiceHealth> services) implements Report {
        boolean isGood() {
            return services.values().stream().allMatch(health -> health.live() && health.ready());
        }

        @Override
        public List<String> text(Style style) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SERVICE", "LIVENESS", "READINESS", ""));
            services.forEach((name, health) -> rows.add(List.of(
                    name,
                    word(style, health.live()),
                    word(style, health.ready()),
                    health.problem() != null
                            ? health.problem()
                            : health.url() == null ? "" : health.url().toString())));
            return style.table(rows).stream().map(String::stripTrailing).toList();
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            services.forEach((name, health) -> lines.add(name + ":liveness=" + (health.live() ? "ok" : "fail")
                    + " readiness=" + (health.ready() ? "ok" : "fail")
                    + " running=" + (health.running() ? "yes" : "no")
                    + " readiness_code=" + (health.code() == null ? "n/a" : health.code())
                    + " readiness_error=" + (health.problem() == null ? "none" : token(health.problem()))
                    + " readiness_url=" + (health.url() == null ? "n/a" : health.url())));
            return lines;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> list = new LinkedHashMap<>();
            services.forEach((name, health) -> {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("liveness", health.live() ? "ok" : "fail");
                entry.put("readiness", health.ready() ? "ok" : "fail");
                entry.put("running", health.running());
                entry.put("readiness_code", health.code());
                entry.put("readiness_error", health.problem());
                entry.put(
                        "readiness_url",
                        health.url() == null ? null : health.url().toString());
                list.put(name, entry);
            });
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("ok", isGood());
            members.put("services", list);
            return members;
        }

        private static String word(Style style, boolean good) {
            return good ? style.good("ok") : style.bad("fail");
        }

        /** Scripts split these lines at spaces. */
        private static String token(String text) {
            return Flattened.value(text).replace(' ', '-');
        }
    }
}
