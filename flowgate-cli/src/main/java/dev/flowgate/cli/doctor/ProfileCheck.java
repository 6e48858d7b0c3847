package dev.flowgate.cli.doctor;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.event.EventLog;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.profile.ProfileState;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The active profile exists, and the files that it made are there and as it made them. */
final class ProfileCheck implements Check {
    @Override
    public String name() {
        return "profile";
    }

    @Override
    public Finding look(Examination examination) {
        FlowGateConfig config = examination.config();
        PathsConfig paths = config.paths();
        Finding.Builder finding = Finding.builder();
        Optional<ProfileState> state;
        try {
            state = ProfileState.read(paths.stateFile());
        } catch (FlowGateException unreadable) {
            return finding.problem(set(examination, paths.stateFile() + " cannot be read as the state of a profile"))
                    .build();
        }
        if (state.isEmpty()) {
            finding.detail("current", "none").detail("default", examination.profile());
            if (Files.exists(paths.activeConfig())) {
                finding.problem(set(
                        examination,
                        paths.stateFile() + " is missing, although " + paths.activeConfig() + " is there"));
            }
            return finding.build();
        }
        return look(
                examination, state.get(), finding.detail("current", state.get().currentProfile()));
    }

    private static Finding look(Examination examination, ProfileState state, Finding.Builder finding) {
        FlowGateConfig config = examination.config();
        String profile = state.currentProfile();
        if (!config.profiles().containsKey(profile)) {
            return finding.problem(set(
                            examination,
                            "the active profile " + profile + " is not in the configuration; there are "
                                    + String.join(", ", config.profiles().keySet())))
                    .build();
        }
        if (!Files.exists(config.paths().activeConfig())) {
            return finding.problem(set(examination, config.paths().activeConfig() + " is missing"))
                    .build();
        }
        if (!ProfileActivator.isComplete(config.paths(), state)) {
            return finding.problem(set(
                            examination, config.paths().activeConfig() + " is not what profile " + profile + " made"))
                    .build();
        }
        try {
            if (state.activeConfigChecksum() != null && !ProfileActivator.isCurrent(config, state)) {
                finding.warning(set(
                        examination,
                        "the configuration, or a credential in it, has changed since profile " + profile
                                + " was set; what runs has the old one"));
            }
        } catch (FlowGateException missingCredential) {
            finding.problem(Remark.advised(
                    "See the checks upstream_credentials and logins.",
                    "profile " + profile + " cannot be set: " + missingCredential.getMessage()));
        }
        return finding.build();
    }

    private static Remark set(Examination examination, String text) {
        return Remark.repairedBy(examination.command() + " profile set " + ShellWord.of(examination.profile()), text);
    }

    /** Makes files anew that are missing; what is there is left to the user. */
    @Override
    public List<String> fix(Examination examination) {
        PathsConfig paths = examination.config().paths();
        if (Files.exists(paths.stateFile()) == Files.exists(paths.activeConfig())) {
            return List.of();
        }
        String profile = examination.profile();
        new ProfileActivator(examination.clock(), EventLog.at(paths.eventLog()))
                .activate(examination.config(), profile);
        return List.of("set profile " + profile + " again, as one of its files was missing");
    }
}
