package dev.flowgate.cli.doctor;

import dev.flowgate.config.ConfigProblem;
import java.nio.file.Files;

/** The configuration can be used. */
final class ConfigCheck implements Check {
    static final String NAME = "config";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder().detail("path", examination.file());
        if (!Files.exists(examination.file())) {
            return finding.problem(Remark.repairedBy(
                            examination.command() + " init", "there is no configuration at " + examination.file()))
                    .build();
        }
        String advice =
                "Correct " + examination.file() + "; " + examination.command() + " config validate shows every place.";
        for (ConfigProblem problem : examination.problems()) {
            Remark remark = Remark.advised(advice, problem.describe());
            if (problem.severity() == ConfigProblem.Severity.ERROR) {
                finding.problem(remark);
            } else {
                finding.warning(remark);
            }
        }
        return finding.build();
    }
}
