package dev.flowgate.cli.profile;

import dev.flowgate.cli.service.RouterProfile;
import dev.flowgate.cli.service.Services;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.StopResult;
import org.jspecify.annotations.Nullable;

/**
 * Makes a profile the active one, also for a router that runs.
 *
 * @param workspace whose profiles
 * @param services its services
 */
public record ProfileSwitch(Workspace workspace, Services services) {
    /** What became of the running router. */
    public enum Outcome {
        /** There is none; the next one that starts uses the profile. */
        NOT_RUNNING,
        /** The embedded engine has taken the profile over. */
        RELOADED,
        /** A real LiteLLM was started again with it. */
        RESTARTED,
        /** The embedded engine has not taken it over. */
        RELOAD_FAILED,
        /** A real LiteLLM could not be started again with it. */
        RESTART_FAILED;

        boolean isFailure() {
            return this == RELOAD_FAILED || this == RESTART_FAILED;
        }
    }

    /**
     * What a switch has done. Also when it failed, the profile is the active one.
     *
     * @param outcome what became of the router
     * @param pid the router's process; null when there is none
     * @param problem why it failed, and what to do; null when it did not
     */
    public record Result(
            Outcome outcome, @Nullable Long pid, @Nullable String problem) {
        /** Tells whether the router that runs, if there is one, uses the profile. */
        public boolean isGood() {
            return !outcome.isFailure();
        }
    }

    /**
     * Switches.
     *
     * @param name the profile
     * @throws dev.flowgate.config.ConfigException if there is no such profile
     */
    public Result to(String name) throws InterruptedException {
        RouterProfile served = new RouterProfile(workspace);
        ServiceConfig router = workspace.config().services().get(ServiceConfig.LITELLM);
        Long pid =
                router != null && services.supervisor().status(router.name()) instanceof ServiceStatus.Running running
                        ? running.instance().pid()
                        : null;
        if (router == null || pid == null) {
            served.activate(name);
            return new Result(Outcome.NOT_RUNNING, null, null);
        }
        if (served.embeddedEngine().isPresent()) {
            return served.activate(name)
                    ? new Result(Outcome.RELOADED, pid, null)
                    : new Result(
                            Outcome.RELOAD_FAILED,
                            pid,
                            served.notTakenOver(name).getMessage());
        }
        // A real LiteLLM reads its configuration once; and one that still runs after the configuration went over to the
        // embedded engine would never take anything over.
        served.activate(name);
        return restart(name, router);
    }

    private Result restart(String name, ServiceConfig router) throws InterruptedException {
        try (Interruption.Scope interruptible = services.interruptible()) {
            services.requireStartable(router);
            if (services.stopFirst(router.name()) instanceof StopResult.Failed failed) {
                return notRestarted(router.name() + " could not be stopped, so it still uses the old profile: "
                        + String.join("; ", failed.survivors()));
            }
            if (workspace.interruption().isAsked()) {
                throw new InterruptedException("interrupted by a signal");
            }
            return new Result(
                    Outcome.RESTARTED, services.start(router).instance().pid(), null);
        } catch (ProcessException failure) {
            return notRestarted(String.valueOf(failure.getMessage()));
        } catch (InterruptedException interrupted) {
            workspace
                    .output()
                    .hint("Profile " + name + " is active, and " + router.name()
                            + " is stopped. To start it: " + workspace.command() + " service start "
                            + router.name());
            throw interrupted;
        }
    }

    private static Result notRestarted(String problem) {
        return new Result(Outcome.RESTART_FAILED, null, problem);
    }
}
