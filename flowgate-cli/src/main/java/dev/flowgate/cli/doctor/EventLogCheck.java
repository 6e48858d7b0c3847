package dev.flowgate.cli.doctor;

import dev.flowgate.cli.workspace.ShellWord;
import dev.flowgate.event.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Events can be recorded. */
final class EventLogCheck implements Check {
    @Override
    public String name() {
        return "event_log";
    }

    @Override
    public Finding look(Examination examination) throws IOException {
        Path file = examination.config().paths().eventLog();
        Finding.Builder finding = Finding.builder().detail("path", file);
        if (!Files.exists(file)) {
            return finding.detail("bytes", 0).build();
        }
        if (!Files.isRegularFile(file)) {
            return finding.problem(Remark.advised("Move it away.", file + " is not a file, so no event is recorded"))
                    .build();
        }
        long size = Files.size(file);
        finding.detail("bytes", size);
        if (!Files.isWritable(file) || !Files.isReadable(file)) {
            finding.problem(Remark.repairedBy(
                    "chmod 600 " + ShellWord.of(file), file + " cannot be written, so no event is recorded"));
        }
        if (size > 2 * EventLog.DEFAULT_LIMIT) {
            finding.warning(Remark.advised(
                    "Look at the permissions of " + file.getParent() + ".",
                    file + " is larger than it should be: it was not put aside at " + EventLog.DEFAULT_LIMIT
                            + " bytes"));
        }
        return finding.build();
    }
}
