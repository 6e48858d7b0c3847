package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.SecretPermissions;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.RestartState;
import dev.flowgate.process.ServiceExit;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.profile.ProfileState;
import dev.flowgate.secret.SecretException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code status}: the profile, the services, and secrets that others may read. */
@Command(name = "status", description = "Show the profile, the services and permission problems.")
public final class StatusCommand implements Callable<Integer> {
    private final Workspace workspace;

    /** Makes the verb. */
    public StatusCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        FlowGateConfig config = workspace.config();
        ServiceSupervisor supervisor = workspace.supervisor();
        ProfileState state =
                ProfileState.read(config.paths().stateFile()).orElse(new ProfileState("unknown", "unknown", null));
        if (state.activeConfigChecksum() != null && !ProfileActivator.isComplete(config.paths(), state)) {
            workspace
                    .output()
                    .warning(config.paths().activeConfig() + " is not what profile " + state.currentProfile()
                            + " made. To make it so: " + workspace.command() + " profile set "
                            + state.currentProfile());
        }
        warnOfOldCredentials(config, state);
        Map<String, ServiceLine> services = new TreeMap<>();
        config.services()
                .forEach((name, service) ->
                        services.put(name, line(service, supervisor.status(name), supervisor.restarts(name))));
        for (String name : supervisor.known()) {
            services.computeIfAbsent(name, stray -> line(null, supervisor.status(stray), Optional.empty()));
        }
        warnOfMissingSupervisor(config, supervisor, services);
        List<String> issues = SecretPermissions.issues(config);
        workspace.output().print(new Status(state.currentProfile(), state.updatedAt(), services, issues));
        return ExitCode.DONE;
    }

    /** A real LiteLLM has the stored credentials as they were when the profile was set. */
    private void warnOfOldCredentials(FlowGateConfig config, ProfileState state) {
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router == null
                || router.type() != ServiceConfig.Type.PROCESS
                || config.storedCredentials().isEmpty()
                || !config.profiles().containsKey(state.currentProfile())) {
            return;
        }
        try {
            if (!ProfileActivator.isCurrent(config, state)) {
                workspace
                        .output()
                        .warning("litellm has other keys or settings than there are now: a stored credential or the"
                                + " configuration has changed. To take them over: " + workspace.command()
                                + " profile set " + state.currentProfile());
            }
        } catch (SecretException missing) {
            workspace.output().warning("litellm has an old key. " + missing.getMessage());
        }
    }

    private void warnOfMissingSupervisor(
            FlowGateConfig config, ServiceSupervisor supervisor, Map<String, ServiceLine> services) {
        SupervisorProcess process = new SupervisorProcess(config, supervisor);
        ServiceLine own = services.get(ServiceConfig.SUPERVISOR);
        boolean isGone = own != null && !own.isRunning();
        boolean isMissing = process.restarted().stream()
                .map(services::get)
                .anyMatch(line -> line != null && !line.state().equals("stopped"));
        if ((isGone || isMissing) && !process.isWatching()) {
            workspace
                    .output()
                    .warning((isGone ? "the supervisor is gone" : "no supervisor runs")
                            + ", so nothing is restarted. To start it: " + workspace.command() + " up"
                            + (process.restarted().isEmpty() ? " --supervise" : ""));
        }
    }

    private static ServiceLine line(
            @Nullable ServiceConfig service, ServiceStatus status, Optional<RestartState> restarts) {
        String address = service == null || service.port() == 0
                ? null
                : ServiceSpecs.address(service).toString();
        if (status instanceof ServiceStatus.Running running) {
            String state = running.stopping() ? "stopping" : "running";
            String runningAt = address == null || service == null
                    ? null
                    : ServiceSpecs.address(service, running).toString();
            String detail = restarts.filter(decided -> decided.verdict() == RestartState.Verdict.CRASH_LOOP)
                    .map(Restarts::describe)
                    .orElse(running.host() == null ? null : "ends with pid " + running.host());
            return new ServiceLine(
                    state, running.instance().pid(), running.uptime(), runningAt, detail, null, restarts.orElse(null));
        }
        if (status instanceof ServiceStatus.Crashed crashed) {
            String detail = Spoken.crash(crashed.exit())
                    + restarts.map(decided -> "; " + Restarts.describe(decided)).orElse("");
            return new ServiceLine("crashed", null, null, address, detail, crashed.exit(), restarts.orElse(null));
        }
        if (status instanceof ServiceStatus.EndedWithHost ended) {
            return new ServiceLine("stopped", null, null, address, Spoken.endWithHost(ended), ended.exit(), null);
        }
        if (status instanceof ServiceStatus.Completed completed) {
            String detail = "ended " + Spoken.time(completed.exit().at()) + ", exit code 0";
            return new ServiceLine("completed", null, null, address, detail, completed.exit(), null);
        }
        if (status instanceof ServiceStatus.Foreign foreign) {
            return new ServiceLine("foreign", null, null, address, foreign.reason(), null, null);
        }
        if (status instanceof ServiceStatus.Unknown unknown) {
            return new ServiceLine("unknown", null, null, address, unknown.reason(), null, null);
        }
        return new ServiceLine(
                status instanceof ServiceStatus.Starting ? "starting" : "stopped",
                null,
                null,
                address,
                null,
                null,
                null);
    }

    private record ServiceLine(
            String state,
            @Nullable Long pid,
            @Nullable Duration uptime,
            @Nullable String address,
            @Nullable String detail,
            @Nullable ServiceExit exit,
            @Nullable RestartState restart) {
        boolean isRunning() {
            return pid != null;
        }

        boolean isBad() {
            return !isRunning() && detail != null && !state.equals("completed") && !state.equals("stopped");
        }
    }

    private record Status(String profile, String updatedAt, Map<String, ServiceLine> services, List<String> issues)
            implements Report {
        @Override
        public List<String> text(Style style) {
            List<String> lines = new ArrayList<>();
            lines.add("Profile  " + style.strong(profile) + style.faint("  since " + updatedAt));
            lines.add("");
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SERVICE", "STATE", "PID", "UPTIME", "ADDRESS", ""));
            services.forEach((name, line) -> rows.add(List.of(
                    name,
                    line.isRunning() ? style.good(line.state()) : line.isBad() ? style.bad(line.state()) : line.state(),
                    line.pid() == null ? "-" : line.pid().toString(),
                    line.uptime() == null ? "-" : Spoken.duration(line.uptime()),
                    line.address() == null ? "-" : line.address(),
                    line.detail() == null ? "" : line.detail())));
            lines.addAll(style.table(rows).stream().map(String::stripTrailing).toList());
            if (!issues.isEmpty()) {
                lines.add("");
                lines.add(style.warning("Secrets that others can read:"));
                issues.forEach(issue -> lines.add("  " + issue));
            }
            return lines;
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            lines.add("current_profile=" + profile);
            lines.add("updated_at=" + updatedAt);
            services.forEach((name, line) -> lines.add(name + "_running=" + (line.isRunning() ? "yes" : "no")));
            lines.add("secret_permission_issues=" + issues.size());
            services.forEach((name, line) -> {
                lines.add(name + "_state=" + line.state());
                if (line.pid() != null) {
                    lines.add(name + "_pid=" + line.pid());
                }
                if (line.exit() != null) {
                    lines.add(name + "_exit_code="
                            + (line.exit().code() == null
                                    ? "unknown"
                                    : line.exit().code()));
                    line.exit().signalName().ifPresent(signal -> lines.add(name + "_exit_signal=" + signal));
                    lines.add(name + "_exited_at=" + line.exit().at());
                }
                if (line.restart() != null) {
                    lines.addAll(Restarts.kv(name, line.restart()));
                }
            });
            return lines;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("current_profile", profile);
            members.put("updated_at", updatedAt);
            Map<String, @Nullable Object> list = new LinkedHashMap<>();
            services.forEach((name, line) -> {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("running", line.isRunning());
                entry.put("state", line.state());
                entry.put("pid", line.pid());
                entry.put(
                        "uptime_seconds",
                        line.uptime() == null ? null : line.uptime().toSeconds());
                entry.put("address", line.address());
                entry.put("detail", line.detail());
                entry.put("exit", exit(line.exit()));
                entry.put("restart", line.restart() == null ? null : Restarts.json(line.restart()));
                list.put(name, entry);
            });
            members.put("services", list);
            members.put("secret_permission_issues", issues);
            return members;
        }

        private static @Nullable Map<String, @Nullable Object> exit(@Nullable ServiceExit exit) {
            if (exit == null) {
                return null;
            }
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("code", exit.code());
            members.put("signal", exit.signalName().orElse(null));
            members.put("at", exit.at().toString());
            return members;
        }
    }
}
