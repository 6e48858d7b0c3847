package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folders of the files that FlowGate writes, besides the runtime folder, can be written to. */
final class FoldersCheck implements Check {
    @Override
    public String name() {
        return "folders";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        Set<Path> folders = folders(examination.config().paths());
        for (Path folder : folders) {
            if (!Files.exists(folder)) {
                Path parent = existingParent(folder);
                if (parent != null && !Files.isWritable(parent)) {
                    finding.problem(Remark.repairedBy(
                            "chmod u+rwx " + ShellWord.of(parent), folder + " is missing and cannot be made"));
                }
            } else if (!Files.isDirectory(folder)) {
                finding.problem(Remark.advised(
                        "Move " + folder + " away, or change the paths of the configuration.",
                        folder + " is not a folder"));
            } else if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
                finding.problem(
                        Remark.repairedBy("chmod u+rwx " + ShellWord.of(folder), folder + " cannot be written to"));
            }
        }
        return finding.detail("folders", folders.size()).countIssues().build();
    }

    @Override
    public List<String> fix(Examination examination) throws IOException {
        List<String> fixed = new ArrayList<>();
        for (Path folder : folders(examination.config().paths())) {
            if (!Files.exists(folder)) {
                FilePermissions.createPrivateFolder(folder);
                fixed.add("made " + folder);
            }
        }
        return fixed;
    }

    private static Set<Path> folders(PathsConfig paths) {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path file : List.of(paths.activeConfig(), paths.stateFile(), paths.logFile())) {
            Path folder = file.getParent();
            if (folder != null && !folder.equals(paths.runtimeDirectory())) {
                folders.add(folder);
            }
        }
        folders.add(paths.authDirectory());
        folders.add(paths.credentialDirectory());
        return folders;
    }

    private static @Nullable Path existingParent(Path folder) {
        Path parent = folder.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent;
    }
}
