package dev.flowgate.cli.doctor;

import dev.flowgate.auth.cliproxy.ServerFile;
import dev.flowgate.auth.cliproxy.ServerFinding;
import dev.flowgate.auth.cliproxy.ServerRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** CLIProxyAPI's own configuration is safe, and fits FlowGate's. */
final class CliProxyApiConfigCheck implements Check {
    private static final String NAME = "cliproxyapi_config";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding look(Examination examination) {
        ServerFile file = ServerFile.of(examination.config()).orElse(null);
        if (file == null) {
            return Finding.skipped("no CLIProxyAPI with a configuration of its own is configured");
        }
        Finding.Builder finding = Finding.builder().detail("path", file.path());
        if (!Files.exists(file.path())) {
            return finding.skipped("it is not there yet; the first start of the service makes it")
                    .build();
        }
        for (ServerFinding found : file.findings()) {
            Remark remark = found.fixable()
                    ? Remark.repairedBy(examination.command() + " doctor --fix --check " + NAME, found.message())
                    : Remark.advised(found.repair() + ".", found.message());
            if (found.severity() == ServerFinding.Severity.FAILURE) {
                finding.problem(remark);
            } else {
                finding.warning(remark);
            }
        }
        return finding.countIssues().build();
    }

    @Override
    public List<String> fix(Examination examination) throws IOException {
        ServerFile file = ServerFile.of(examination.config()).orElse(null);
        if (file == null) {
            return List.of();
        }
        ServerRepair repair =
                file.repair(file.findings().stream().map(ServerFinding::kind).toList(), examination.clock());
        List<String> fixed = new ArrayList<>(repair.done());
        if (repair.backup() != null) {
            fixed.add("the file as it was is " + repair.backup());
        }
        if (repair.restart()) {
            fixed.add("to use it: " + examination.command() + " service restart cliproxyapi_plus");
        }
        return fixed;
    }
}
