package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, and which checks are on it. */
class DoctorReportTest {
    private static final Diagnosis BAD = new Diagnosis(
            "ports",
            Finding.builder()
                    .detail("issues", 2)
                    .problem(Remark.repairedBy("kill 12", "port 1\nis held"))
                    .problem(new Remark("port 2 is held", "kill 13", "Or change it."))
                    .warning(Remark.repairedBy("never mind", "odd"))
                    .build(),
            List.of());
    private static final Diagnosis WARNED = new Diagnosis(
            "logout",
            Finding.builder()
                    .warning(Remark.repairedBy("loginctl enable-linger", "it's so"))
                    .build(),
            List.of("made a/b"));
    private static final Diagnosis SKIPPED = new Diagnosis("python", Finding.skipped("none needed"), List.of());

    @TempDir
    Path folder;

    @Test
    void eachCheckIsOneLineForScripts() {
        DoctorReport report = new DoctorReport(List.of(BAD, WARNED, SKIPPED));

        assertThat(report.kv())
                .containsExactly(
                        "doctor:ports=fail issues=2 problem='port 1 is held; port 2 is held' warning=odd"
                                + " suggestion='kill 12 && kill 13' advice='Or change it.'",
                        "doctor:logout=pass warning='it\\'s so' fixed='made a/b' suggestion='loginctl enable-linger'",
                        "doctor:python=pass skipped='none needed'");
        assertThat(report.isHealthy()).isFalse();
        assertThat(report.isConfigured()).isTrue();
    }

    @Test
    void thePageTellsRepairsAndASummary() {
        assertThat(new DoctorReport(List.of(BAD, WARNED, SKIPPED)).text(new Style(false)))
                .containsExactly(
                        "✗ ports   issues=2",
                        "    fail: port 1 is held",
                        "      repair: kill 12",
                        "    fail: port 2 is held",
                        "      repair: kill 13",
                        "      Or change it.",
                        "    warning: odd",
                        "      repair: never mind",
                        "! logout",
                        "    warning: it's so",
                        "      repair: loginctl enable-linger",
                        "    fixed: made a/b",
                        "- python  skipped: none needed",
                        "",
                        "✗ 3 checks: 1 failed, 1 with warnings, 1 skipped");
    }

    @Test
    void warningsLeaveItHealthy() {
        assertThat(new DoctorReport(List.of(WARNED, SKIPPED)).isHealthy()).isTrue();
    }

    @Test
    void namesAreUniqueAndThoseOfScriptsAreAmongThem() {
        assertThat(Checks.all())
                .extracting(Check::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z_]+"))
                .contains(
                        "config",
                        "runtime_dir",
                        "runtime_binaries",
                        "secret_permissions",
                        "upstream_credentials",
                        "runtime_dependency");
    }

    @Test
    void someCanBeChosenByName() throws Exception {
        Examination good = Examinations.demo(folder);
        Examination none = Examinations.none(Map.of());

        assertThat(Checks.named(List.of("ports", "java"), good))
                .extracting(Check::name)
                .containsExactlyInAnyOrder("ports", "java");
        assertThat(Checks.named(List.of("ports"), none)).extracting(Check::name).containsExactly("config", "ports");
        assertThat(Checks.named(List.of("java"), none)).extracting(Check::name).containsExactly("java");
        assertThatThrownBy(() -> Checks.named(List.of("prots"), good))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'prots'")
                .hasMessageContaining("ports");
    }
}
