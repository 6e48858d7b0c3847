package dev.flowgate.cli.smoke;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.bootstrap.NeededPrograms;
import dev.flowgate.cli.profile.ProfileSwitch;
import dev.flowgate.cli.service.RouterProfile;
import dev.flowgate.cli.service.ServiceSelection;
import dev.flowgate.cli.service.ServiceSpecs;
import dev.flowgate.cli.service.Services;
import dev.flowgate.cli.service.Startup;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.StartResult;
import dev.flowgate.profile.ProfileActivator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The steps, and the way back. */
final class Smoke {
    private final Workspace workspace;
    private final SmokeChoice choice;
    private final Consumer<SmokeStep> told;
    private final FlowGateConfig config;
    private final Services services;
    private final ApiChecks api;
    private @Nullable Startup startup;
    private @Nullable String profileBefore;
    private boolean routerBefore;

    /**
     * Prepares the steps.
     *
     * @param told takes each step when it is over
     */
    Smoke(Workspace workspace, SmokeChoice choice, Consumer<SmokeStep> told) {
        this.workspace = workspace;
        this.choice = choice;
        this.told = told;
        this.config = workspace.config();
        this.services = new Services(workspace);
        this.api = new ApiChecks(config, services.supervisor(), workspace.command());
    }

    /** What a step does; returns what there is to know of it. */
    private interface Work {
        Map<String, Object> done() throws InterruptedException;
    }

    /**
     * Takes the steps, up to one without which the others make no sense, and then goes the way back.
     *
     * @throws InterruptedException if a signal has ended it; the way back was gone all the same
     */
    void run() throws InterruptedException {
        // Without a gap between the two, in which a signal would end the JVM and leave the services behind.
        try (Interruption.Scope finishing = workspace
                .interruption()
                .afterThisStep(() ->
                        workspace.output().hint("Interrupted: still stopping. Ctrl-C again kills what is stopped."))) {
            try (Interruption.Scope interruptible = workspace
                    .interruption()
                    .ofCurrentThread(() -> workspace
                            .output()
                            .hint("Interrupted: stopping what was started. Ctrl-C again kills it at once."))) {
                goForth();
            } finally {
                goBack();
            }
        }
        if (workspace.interruption().isAsked()) {
            throw new InterruptedException("interrupted by a signal");
        }
    }

    private void goForth() throws InterruptedException {
        if (!step("bootstrap", this::requirePrograms)
                || !step("profile", this::setProfile)
                || !step("start", this::start)) {
            return;
        }
        String profile = ProfileActivator.currentOrDefault(config);
        List<String> models = new ArrayList<>();
        boolean answers = step("models", () -> {
            models.addAll(api.models(profile));
            return Map.of("models", models.size());
        });
        if (answers) {
            step("completion", () -> api.complete(profile, choice.model(), models));
        }
        if (api.runsCliProxyApi()) {
            step("cliproxyapi", api::cliProxyApi);
        }
    }

    private void goBack() throws InterruptedException {
        // A signal that came before would cut the way back off, too.
        boolean unused = Thread.interrupted();
        Startup begun = startup;
        if (begun != null) {
            step("stop", () -> stop(begun));
        }
        String profile = profileBefore;
        if (profile != null) {
            step("restore", () -> restore(profile));
        }
    }

    private boolean step(String name, Work work) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Map<String, Object> facts = work.done();
            told.accept(new SmokeStep(name, since(begin), facts, null, List.of()));
            return true;
        } catch (FlowGateException failure) {
            SmokeFailure known = SmokeFailure.of(failure);
            told.accept(new SmokeStep(name, since(begin), known.facts(), known, log(known.service())));
            return false;
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private List<String> log(@Nullable String name) {
        ServiceConfig service = name == null ? null : config.services().get(name);
        return service == null ? List.of() : services.supervisor().lastLogLines(ServiceSpecs.of(config, service));
    }

    private Map<String, Object> requirePrograms() throws InterruptedException {
        NeededPrograms programs = NeededPrograms.of(workspace);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("needed", names(programs.names()));
        facts.put("installed", names(programs.installMissing()));
        return facts;
    }

    private Map<String, Object> setProfile() throws InterruptedException {
        String before = ProfileActivator.currentOrDefault(config);
        String chosen = choice.profile();
        if (chosen == null || chosen.equals(before)) {
            return Map.of("profile", new RouterProfile(workspace).ensureActive());
        }
        profileBefore = before;
        routerBefore = routerRuns();
        return switchTo(chosen);
    }

    private Map<String, Object> switchTo(String profile) throws InterruptedException {
        String problem = new ProfileSwitch(workspace, services).to(profile).problem();
        if (problem != null) {
            throw new SmokeFailure(
                    problem,
                    ServiceConfig.LITELLM,
                    workspace.command() + " profile set " + profile,
                    Map.of("profile", profile));
        }
        return Map.of("profile", profile);
    }

    /** A real LiteLLM is stopped for a switch, and may not have come up again. */
    private Map<String, Object> restore(String profile) throws InterruptedException {
        Map<String, Object> facts = new LinkedHashMap<>(switchTo(profile));
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (routerBefore && router != null && !routerRuns()) {
            services.start(router);
            facts.put("started", router.name());
        }
        return facts;
    }

    private boolean routerRuns() {
        return services.supervisor().status(ServiceConfig.LITELLM) instanceof ServiceStatus.Running;
    }

    private Map<String, Object> start() throws InterruptedException {
        Duration patience = choice.startupTimeout();
        List<ServiceConfig> order = new ServiceSelection(workspace)
                .inStartOrder().stream()
                        .map(service -> patience == null ? service : service.withStartupTimeout(patience))
                        .toList();
        Startup begun = new Startup(services, order, false);
        startup = begun;
        begun.run();
        begun.outcomes().forEach((service, outcome) -> {
            if (outcome instanceof Startup.Outcome.Failed failed) {
                throw new StartFailures(workspace.command(), workspace.configFile()).of(service, failed.why());
            }
        });
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("started", names(started(begun)));
        facts.put(
                "already_running",
                names(begun.started().stream()
                        .map(ServiceConfig::name)
                        .filter(name -> !started(begun).contains(name))
                        .toList()));
        return facts;
    }

    private static Map<String, Object> stop(Startup begun) throws InterruptedException {
        List<String> problems = begun.undo();
        if (!problems.isEmpty()) {
            throw new SmokeFailure(String.join(System.lineSeparator(), problems), null, null, Map.of());
        }
        return Map.of("stopped", names(started(begun)));
    }

    /** Returns what was not running before. */
    private static List<String> started(Startup begun) {
        List<String> names = new ArrayList<>();
        begun.outcomes().forEach((service, outcome) -> {
            if (outcome instanceof Startup.Outcome.Up up && up.result() instanceof StartResult.Started) {
                names.add(service.name());
            }
        });
        return names;
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(",", names);
    }
}
