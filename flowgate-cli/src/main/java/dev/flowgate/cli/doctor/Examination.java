package dev.flowgate.cli.doctor;

import dev.flowgate.FlowGateException;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.ConfigProblem;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.event.EventLog;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.profile.ProfileActivator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the checks look at.
 *
 * @param file the configuration's file, absolute
 * @param loaded the configuration; null when it cannot be used
 * @param problems what is wrong with the configuration, and what is worth knowing of it
 * @param command FlowGate as the user types it
 * @param environment the variables that the command has
 * @param clock tells what has expired
 */
record Examination(
        Path file,
        @Nullable FlowGateConfig loaded,
        List<ConfigProblem> problems,
        String command,
        Map<String, String> environment,
        Clock clock) {

    /** Reads the configuration, which may turn out to be unusable. */
    static Examination of(Path file, String command, Map<String, String> environment, Clock clock) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            FlowGateConfig config = FlowGateConfig.load(absolute);
            return new Examination(absolute, config, config.warnings(), command, environment, clock);
        } catch (ConfigException unusable) {
            return new Examination(absolute, null, unusable.problems(), command, environment, clock);
        }
    }

    /** Returns the configuration, for checks that need one. */
    FlowGateConfig config() {
        if (loaded == null) {
            throw new IllegalStateException("There is no configuration to look at.");
        }
        return loaded;
    }

    /** Returns what knows the services. A crash that it notices first is an event. */
    ServiceSupervisor supervisor() {
        return ServiceSupervisor.builder(config().paths().runtimeDirectory())
                .events(EventLog.at(config().paths().eventLog()))
                .build();
    }

    /** Returns the services that commands start. */
    List<ServiceConfig> enabledServices() {
        return config().services().values().stream()
                .filter(ServiceConfig::enabled)
                .toList();
    }

    /** Returns the enabled services that a command of their own runs. */
    List<ServiceConfig> enabledServices(Predicate<ServiceConfig> chosen) {
        return enabledServices().stream().filter(chosen).toList();
    }

    /** Returns the profile that a start would use. */
    String profile() {
        try {
            return ProfileActivator.currentOrDefault(config());
        } catch (FlowGateException unreadableState) {
            // That is what the check of the profile tells; the others go on with a profile that there is.
            return config().profiles().keySet().iterator().next();
        }
    }

    /** Returns a variable's value; null when it is not set. */
    @Nullable String variable(String name) {
        return environment.get(name);
    }
}
