package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runtime folder is a folder that FlowGate can write to, and nobody else can enter. */
final class RuntimeDirectoryCheck implements Check {
    @Override
    public String name() {
        return "runtime_dir";
    }

    @Override
    public Finding look(Examination examination) {
        Path folder = examination.config().paths().runtimeDirectory();
        Finding.Builder finding = Finding.builder().detail("path", folder);
        String word = ShellWord.of(folder);
        if (!Files.exists(folder)) {
            return finding.warning(Remark.repairedBy(
                            "mkdir -p -m 700 " + word, "it is not there yet; the first start makes it"))
                    .build();
        }
        if (!Files.isDirectory(folder)) {
            return finding.problem(Remark.advised(
                            "Move " + folder + " away, or change paths.runtime_dir.", folder + " is not a folder"))
                    .build();
        }
        if (!Files.isWritable(folder) || !Files.isReadable(folder) || !Files.isExecutable(folder)) {
            finding.problem(Remark.repairedBy(
                    "chmod 700 " + word, folder + " cannot be read and written by the user who runs FlowGate"));
        } else {
            FilePermissions.exposure(folder)
                    .ifPresent(mode -> finding.problem(
                            Remark.repairedBy("chmod 700 " + word, folder + " is " + mode + ", open to other users")));
        }
        return finding.build();
    }

    @Override
    public List<String> fix(Examination examination) throws IOException {
        Path folder = examination.config().paths().runtimeDirectory();
        List<String> fixed = new ArrayList<>();
        if (!Files.exists(folder)) {
            FilePermissions.createPrivateFolder(folder);
            fixed.add("made " + folder);
        }
        if (FilePermissions.exposure(folder).isPresent()) {
            FilePermissions.makePrivate(folder);
            fixed.add("chmod 700 " + ShellWord.of(folder));
        }
        return fixed;
    }
}
