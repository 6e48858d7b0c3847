package dev.flowgate.cli.doctor;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.install.LiteLlmReleases;
import java.nio.file.Path;
import java.util.Optional;

/** LiteLLM itself is there, where it is a process; and it is a release that may be run. Nothing of it is run. */
final class RuntimeDependencyCheck implements Check {
    @Override
    public String name() {
        return "runtime_dependency";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder().detail("module", ServiceConfig.LITELLM);
        CommandConfig command = ServiceProgram.command(examination, ServiceConfig.LITELLM);
        if (command == null) {
            return finding.skipped("no LiteLLM process is configured").build();
        }
        boolean isOurs =
                ServiceProgram.isInstalled(command, examination.config().paths());
        String download = examination.command() + " bootstrap download " + ServiceConfig.LITELLM;
        String advice =
                "Name another LiteLLM in services.litellm.command.args, or remove that command and run: " + download;
        Optional<Path> program = ServiceProgram.find(command, examination);
        if (program.isEmpty()) {
            String text =
                    "LiteLLM is not installed: there is no " + command.args().get(0);
            return finding.problem(isOurs ? Remark.repairedBy(download, text) : Remark.advised(advice, text))
                    .build();
        }
        Optional<String> version = LiteLlmReleases.installedVersion(program.get());
        finding.detail("version", version.orElse("unknown"));
        Optional<String> refusal = LiteLlmReleases.refusal(program.get());
        if (refusal.isPresent()) {
            finding.problem(Remark.advised("Do not start it. Then do what the message says.", refusal.get()));
        } else if (version.isPresent() && !version.get().equals(LiteLlmReleases.VERSION)) {
            String text = program.get() + " is LiteLLM " + version.get() + "; FlowGate is made for "
                    + LiteLlmReleases.VERSION;
            finding.warning(isOurs ? Remark.repairedBy(download, text) : Remark.advised(advice, text));
        } else if (version.isEmpty()) {
            finding.warning(Remark.advised(advice, "it cannot be told which LiteLLM " + program.get() + " runs"));
        }
        return finding.build();
    }
}
