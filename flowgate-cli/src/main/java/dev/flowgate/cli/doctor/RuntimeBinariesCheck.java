package dev.flowgate.cli.doctor;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The programs of the services that are processes can be run. The embedded engine needs none. */
final class RuntimeBinariesCheck implements Check {
    @Override
    public String name() {
        return "runtime_binaries";
    }

    @Override
    public Finding look(Examination examination) {
        Path binaries = examination.config().paths().runtimeDirectory().resolve("bin");
        Finding.Builder finding = Finding.builder().detail("path", binaries);
        List<String> missing = new ArrayList<>();
        for (ServiceConfig service : examination.enabledServices()) {
            CommandConfig command = service.command();
            if (command != null) {
                String program = command.args().get(0);
                Path folder = folder(command);
                if (Programs.find(program, folder, path(command, examination)).isEmpty()) {
                    missing.add(service.name());
                    finding.problem(remark(service, program, folder, binaries, examination.command()));
                }
            }
        }
        if (!missing.isEmpty()) {
            finding.detail("missing", String.join(",", missing));
        }
        return finding.build();
    }

    private static Remark remark(ServiceConfig service, String program, Path folder, Path binaries, String command) {
        String what = "the program of " + service.name() + ", " + program + ", ";
        Path file = folder.resolve(program).normalize();
        if (program.indexOf('/') >= 0 && Files.isRegularFile(file)) {
            return Remark.repairedBy("chmod u+x " + ShellWord.of(file), what + "may not be executed");
        }
        if (file.startsWith(binaries)) {
            return Remark.repairedBy(command + " bootstrap download " + service.name(), what + "is not installed");
        }
        return Remark.advised(
                "Install it, or change services." + service.name() + ".command.args.",
                what + (program.indexOf('/') >= 0 ? "is not there" : "is in no folder of the service's PATH"));
    }

    private static Path folder(CommandConfig command) {
        Path folder = command.workingDirectory();
        return folder == null ? Path.of("").toAbsolutePath() : folder;
    }

    private static @Nullable String path(CommandConfig command, Examination examination) {
        String own = command.environment().get("PATH");
        return own == null ? examination.variable("PATH") : own;
    }
}
