package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.RejectedProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of the machine. */
class SystemChecksTest {
    private static final Examination NONE = Examinations.none(Map.of());

    @TempDir
    Path folder;

    @Test
    void javaHasToBeSeventeenOrNewer() {
        Path home = Path.of("/opt/java");

        assertThat(new JavaCheck(Runtime.Version.parse("16.0.2"), "Acme", home)
                        .look(NONE)
                        .isPassed())
                .isFalse();
        Finding good = new JavaCheck(Runtime.Version.parse("17"), "Acme", home).look(NONE);
        assertThat(good.isPassed()).isTrue();
        assertThat(good.details()).containsEntry("version", "17").containsEntry("vendor", "Acme");
    }

    @ParameterizedTest
    @CsvSource({"255, false, 0", "256, true, 1", "4095, true, 1", "4096, true, 0", "unlimited, true, 0"})
    void fewFileDescriptorsWarnAndTooFewFail(String limit, boolean passes, int warnings) throws Exception {
        Path limits = Files.writeString(folder.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             1                    1                    processes
                Max open files            %s                 524288               files
                """.formatted(limit));

        Finding finding = new FileDescriptorsCheck(limits).look(NONE);

        assertThat(finding.isPassed()).isEqualTo(passes);
        assertThat(finding.warnings()).hasSize(warnings);
        assertThat(finding.details()).containsEntry("limit", limit);
    }

    @Test
    void limitsThatAreNotToldAreSkipped() throws Exception {
        assertThat(new FileDescriptorsCheck(folder.resolve("none")).look(NONE).skipped())
                .isNotNull();
    }

    @Test
    void servicesMayEndWithTheLoginWhereSystemdSaysSo() throws Exception {
        Files.createDirectories(folder.resolve("run/systemd/system"));
        Path dropIns = Files.createDirectories(folder.resolve("etc/systemd/logind.conf.d"));
        Files.writeString(folder.resolve("etc/systemd/logind.conf"), "[Login]\n#KillUserProcesses=yes\n");
        LogoutCheck check = new LogoutCheck(folder, "ada");
        assertThat(check.look(NONE).warnings()).isEmpty();

        Files.writeString(dropIns.resolve("10-kill.conf"), "[Login]\nKillUserProcesses=yes\n");
        assertThat(check.look(NONE).warnings()).extracting(Remark::command).containsExactly("loginctl enable-linger");

        Files.createDirectories(folder.resolve("var/lib/systemd/linger/ada"));
        assertThat(check.look(NONE).warnings()).isEmpty();
    }

    @Test
    void logoutsAreNoMatterWithoutSystemd() throws Exception {
        assertThat(new LogoutCheck(folder, "ada").look(NONE).skipped()).contains("systemd");
    }

    @Test
    void toolsHaveToBeThereOnLinux() {
        Finding finding = new ToolsCheck("Linux", tool -> !tool.startsWith("f")).look(NONE);

        assertThat(finding.problems())
                .extracting(Remark::text)
                .singleElement()
                .asString()
                .startsWith("flock is missing");
        assertThat(finding.warnings())
                .extracting(Remark::text)
                .singleElement()
                .asString()
                .startsWith("fallocate is missing");
        assertThat(new ToolsCheck("Mac OS X", tool -> false).look(NONE).skipped())
                .contains("Mac OS X");
    }

    @Test
    void aProxyThatClientsAskForLocalAddressesIsToldWithoutItsValue() {
        Examination bad =
                Examinations.none(Map.of("HTTP_PROXY", "http://user:pass@proxy:3128", "NO_PROXY", "localhost"));
        Examination good =
                Examinations.none(Map.of("http_proxy", "http://proxy:3128", "no_proxy", "localhost, 127.0.0.1,.corp"));

        Finding warned = new ProxyVariablesCheck().look(bad);

        assertThat(warned.isPassed()).isTrue();
        assertThat(warned.warnings())
                .singleElement()
                .extracting(Remark::text)
                .asString()
                .doesNotContain("pass");
        assertThat(new ProxyVariablesCheck().look(good).warnings()).isEmpty();
        assertThat(new ProxyVariablesCheck().look(NONE).details()).containsEntry("proxy", "none");
    }

    @Test
    void brokenExtensionsAreProblems() {
        Finding finding = new ExtensionsCheck(
                        () -> List.of("torn.jar cannot be read"),
                        () -> List.of(new RejectedProvider("example.Broken", "it has no constructor")))
                .look(NONE);

        assertThat(finding.details()).containsEntry("issues", "2");
        assertThat(finding.problems())
                .extracting(Remark::text)
                .containsExactly(
                        "torn.jar cannot be read",
                        "the class example.Broken of an extension is not used: it has no constructor");
    }
}
