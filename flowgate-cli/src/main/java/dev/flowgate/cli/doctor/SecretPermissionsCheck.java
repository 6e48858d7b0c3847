package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.SecretPermissions;
import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nobody but their owner may read files with secrets, or enter folders of them. */
final class SecretPermissionsCheck implements Check {
    @Override
    public String name() {
        return "secret_permissions";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        exposed(examination)
                .forEach((path, mode) -> finding.problem(
                        Remark.repairedBy(command(path), path + " is " + mode + ", open to other users")));
        return finding.countIssues().build();
    }

    @Override
    public List<String> fix(Examination examination) throws IOException {
        List<String> fixed = new ArrayList<>();
        for (Path path : exposed(examination).keySet()) {
            FilePermissions.makePrivate(path);
            fixed.add(command(path));
        }
        return fixed;
    }

    private static Map<Path, String> exposed(Examination examination) {
        FlowGateConfig config = examination.config();
        Map<Path, String> exposed = new LinkedHashMap<>(SecretPermissions.exposed(config));
        if (LiteralSecrets.isIn(config)) {
            FilePermissions.exposure(examination.file()).ifPresent(mode -> exposed.put(examination.file(), mode));
        }
        return exposed;
    }

    private static String command(Path path) {
        return "chmod " + (Files.isDirectory(path) ? "700 " : "600 ") + ShellWord.of(path);
    }
}
