package dev.flowgate.cli.service;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.profile.ProfileState;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The profile that the router serves, on the disk and in an engine that runs. */
public final class RouterProfile {
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final FlowGateConfig config;

    /** Prepares for a workspace's configuration. */
    public RouterProfile(Workspace workspace) {
        this.workspace = workspace;
        this.config = workspace.config();
    }

    /**
     * Writes the files of the profile that is to be active, so that a router that starts next finds them. When they are
     * in place already, nothing is written, and a running engine is left alone.
     *
     * @return the profile's name
     */
    public String ensureActive() throws InterruptedException {
        ServerSetup.of(workspace).prepare();
        String profile = ProfileActivator.currentOrDefault(config);
        boolean inPlace = ProfileState.read(config.paths().stateFile())
                .filter(state -> state.currentProfile().equals(profile))
                .filter(state -> ProfileActivator.isCurrent(config, state))
                .isPresent();
        if (!inPlace && !activate(profile)) {
            throw notTakenOver(profile);
        }
        return profile;
    }

    /** Makes a profile the active one; returns whether an embedded engine that runs, if there is one, has taken it over. */
    public boolean activate(String profile) throws InterruptedException {
        ServerSetup.of(workspace).prepare();
        URI readiness = embeddedEngine().orElse(null);
        if (readiness == null) {
            workspace.profiles().activate(config, profile);
            return true;
        }
        long before = EngineState.ask(readiness).map(EngineState::generation).orElse(-1L);
        workspace.profiles().activate(config, profile);
        return EngineState.awaitProfile(readiness, profile, before, RELOAD_PATIENCE);
    }

    /**
     * Returns where the embedded engine that runs answers. When the configuration has just gone over to it, and the real
     * LiteLLM still runs in its place, there is none.
     */
    public Optional<URI> embeddedEngine() throws InterruptedException {
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router == null
                || router.type() != ServiceConfig.Type.EMBEDDED
                || !(workspace.supervisor().status(router.name()) instanceof ServiceStatus.Running running)) {
            return Optional.empty();
        }
        URI readiness = ServiceSpecs.address(router, running).resolve("/health/readiness");
        boolean isOther = !running.configurationDigest()
                        .equals(ServiceSpecs.of(config, router).digest())
                && EngineState.ask(readiness).isEmpty();
        return isOther ? Optional.empty() : Optional.of(readiness);
    }

    /** Returns the failure to tell when the running engine has not taken a profile over. */
    public FlowGateException notTakenOver(String profile) {
        return new FlowGateException("The running engine has not taken profile " + profile + " over within "
                + RELOAD_PATIENCE.toSeconds() + " s. Its log says why: " + workspace.command() + " service logs "
                + ServiceConfig.LITELLM);
    }
}
