package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.config.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of the services that are processes can be run. The embedded engine needs none. */
final class RuntimeBinariesCheck implements Check {
    @Override
    public String name() {
        return "runtime_binaries";
    }

    @Override
    public Finding look(Examination examination) {
        PathsConfig paths = examination.config().paths();
        Finding.Builder finding = Finding.builder().detail("path", paths.binaryDirectory());
        List<String> missing = new ArrayList<>();
        for (ServiceConfig service : examination.enabledServices()) {
            CommandConfig command = service.command();
            if (command != null && ServiceProgram.find(command, examination).isEmpty()) {
                missing.add(service.name());
                finding.problem(remark(service.name(), command, paths, examination.command()));
            }
        }
        if (!missing.isEmpty()) {
            finding.detail("missing", String.join(",", missing));
        }
        return finding.build();
    }

    private static Remark remark(String service, CommandConfig command, PathsConfig paths, String flowgate) {
        String program = command.args().get(0);
        String what = "the program of " + service + ", " + program + ", ";
        Path file = command.runsIn().resolve(program).normalize();
        boolean isPath = program.indexOf('/') >= 0;
        if (isPath && Files.isRegularFile(file)) {
            return Remark.repairedBy("chmod u+x " + ShellWord.of(file), what + "may not be executed");
        }
        return ServiceProgram.isInstalled(command, paths)
                ? Remark.repairedBy(flowgate + " bootstrap download " + service, what + "is not installed")
                : Remark.advised(
                        "Install it, or change services." + service + ".command.args.",
                        what + (isPath ? "is not there" : "is in no folder of the service's PATH"));
    }
}
