package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files that hold keys of upstreams are there and not empty. */
final class UpstreamCredentialsCheck implements Check {
    @Override
    public String name() {
        return "upstream_credentials";
    }

    @Override
    public Finding look(Examination examination) throws IOException {
        Finding.Builder finding = Finding.builder();
        for (Map.Entry<String, Path> credential :
                examination.config().upstreamCredentials().entrySet()) {
            Path file = credential.getValue();
            String name = "credentials.upstream." + credential.getKey() + " names " + file + ", which ";
            if (!Files.exists(file)) {
                finding.problem(missing(file, name + "does not exist"));
            } else if (!Files.isReadable(file)) {
                finding.problem(Remark.repairedBy("chmod 600 " + ShellWord.of(file), name + "cannot be read"));
            } else if (Files.readString(file).isBlank()) {
                finding.problem(missing(file, name + "is empty"));
            }
        }
        return finding.countIssues().build();
    }

    /** The command waits for the key on its standard input, so that it stands in no history of a shell. */
    private static Remark missing(Path file, String text) {
        Path folder = file.getParent();
        String makeFolder =
                folder == null || Files.isDirectory(folder) ? "" : "mkdir -p -m 700 " + ShellWord.of(folder) + " && ";
        return new Remark(
                text,
                makeFolder + "install -m 600 /dev/stdin " + ShellWord.of(file),
                "The command takes the key from its input: paste it, then press Enter and Ctrl-D.");
    }
}
