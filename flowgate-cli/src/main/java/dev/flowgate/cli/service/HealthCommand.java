package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.real.ServerVersion;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.Liveness;
import dev.flowgate.process.Readiness;
import dev.flowgate.process.RestartState;
import dev.flowgate.process.ServiceSpec;
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
        health.forEach(this::tellNext);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void tellNext(String name, ServiceHealth health) {
        if (health.live() && health.ready()) {
            return;
        }
        String verb = name.equals(ServiceConfig.SUPERVISOR)
                ? " up --supervise"
                : (health.running() ? " service logs " : " service start ") + name;
        workspace.output().hint("Next for " + name + ": " + workspace.command() + verb);
    }

    private static ServiceHealth check(ServiceSupervisor supervisor, FlowGateConfig config, ServiceConfig service)
            throws InterruptedException {
        URI url = ServiceSpecs.readiness(service);
        ServiceStatus status = supervisor.status(service.name());
        if (status instanceof ServiceStatus.Completed) {
            return ServiceHealth.COMPLETED;
        }
        RestartState restarts = supervisor.restarts(service.name()).orElse(null);
        if (!(status instanceof ServiceStatus.Running running)) {
            String decided = restarts == null ? "" : "; " + Restarts.describe(restarts);
            return ServiceHealth.down(problem(status) + decided, url);
        }
        if (restarts != null && restarts.verdict() == RestartState.Verdict.CRASH_LOOP) {
            // It may answer between two crashes; that makes it no service to rely on.
            return new ServiceHealth(true, null, false, null, Restarts.describe(restarts), url, null);
        }
        ServiceSpec spec = ServiceSpecs.of(config, service);
        Readiness readiness = supervisor.readiness(spec);
        Liveness liveness = supervisor.liveness(spec);
        String version = readiness.isReady()
                ? ServerVersion.ask(service, spec, running.configurationDigest().equals(spec.digest()))
                        .orElse(null)
                : null;
        return new ServiceHealth(
                true,
                liveness.isLive() ? null : liveness.seen(),
                readiness.isReady(),
                readiness.statusCode(),
                readiness.isReady() ? null : readiness.seen(),
                readiness.asked() == null ? url : readiness.asked(),
                version);
    }

    /** The supervisor has no address; that it runs is all there is to ask. */
    private static ServiceHealth own(ServiceStatus status) {
        boolean runs = status instanceof ServiceStatus.Running;
        return runs
                ? new ServiceHealth(true, null, true, null, null, null, null)
                : ServiceHealth.down(problem(status), null);
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

    /** What was found; {@code lifeless} says why it does not live, and {@code problem} why it is not ready. */
    private record ServiceHealth(
            boolean running,
            @Nullable String lifeless,
            boolean ready,
            @Nullable Integer code,
            @Nullable String problem,
            @Nullable URI url,
            @Nullable String version) {
        static final ServiceHealth COMPLETED = new ServiceHealth(false, null, true, null, null, null, null);

        static ServiceHealth down(String why, @Nullable URI url) {
            return new ServiceHealth(false, why, false, null, why, url, null);
        }

        boolean live() {
            return lifeless == null;
        }

        String detail() {
            if (lifeless != null) {
                return lifeless;
            }
            if (problem != null) {
                return problem;
            }
            return (url == null ? "" : url.toString()) + (version == null ? "" : ", version " + version);
        }
    }

    private record Health(Map<String, ServiceHealth> services) implements Report {
        boolean isGood() {
            return services.values().stream().allMatch(health -> health.live() && health.ready());
        }

        @Override
        public List<String> text(Style style) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SERVICE", "LIVENESS", "READINESS", ""));
            services.forEach((name, health) ->
                    rows.add(List.of(name, word(style, health.live()), word(style, health.ready()), health.detail())));
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
                    + " readiness_url=" + (health.url() == null ? "n/a" : health.url())
                    + " liveness_error=" + (health.lifeless() == null ? "none" : token(health.lifeless()))
                    + " version=" + (health.version() == null ? "n/a" : health.version())));
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
                entry.put("liveness_error", health.lifeless());
                entry.put("version", health.version());
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
