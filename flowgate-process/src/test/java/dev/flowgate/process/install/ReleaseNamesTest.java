package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.config.ReleaseConfig;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and versions of releases as they have really been. */
class ReleaseNamesTest {
    private static ReleaseConfig release(String repository) {
        return new ReleaseConfig(URI.create("https://api.github.com"), repository, "v1", null, null);
    }

    private static List<String> candidates(String os, String arch, boolean glibc) {
        return AssetNames.candidates(release("router-for-me/CLIProxyAPI"), "7.2.140", Platform.of(os, arch, glibc));
    }

    @Test
    void dynamicBuildComesFirstWhereItRuns() {
        assertThat(candidates("Linux", "amd64", true))
                .containsExactly(
                        "CLIProxyAPI_7.2.140_linux_amd64.tar.gz", "CLIProxyAPI_7.2.140_linux_amd64_no-plugin.tar.gz");
    }

    @Test
    void staticBuildComesFirstWhereThereIsNoGnuLibrary() {
        assertThat(candidates("Linux", "aarch64", false))
                .containsExactly(
                        "CLIProxyAPI_7.2.140_linux_aarch64_no-plugin.tar.gz",
                        "CLIProxyAPI_7.2.140_linux_arm64_no-plugin.tar.gz",
                        "CLIProxyAPI_7.2.140_linux_aarch64.tar.gz",
                        "CLIProxyAPI_7.2.140_linux_arm64.tar.gz");
    }

    @Test
    void otherSystemsHaveTheirOwnNames() {
        assertThat(candidates("Mac OS X", "aarch64", false))
                .containsExactly(
                        "CLIProxyAPI_7.2.140_darwin_aarch64.tar.gz", "CLIProxyAPI_7.2.140_darwin_arm64.tar.gz");
        assertThat(candidates("Windows 11", "amd64", false)).containsExactly("CLIProxyAPI_7.2.140_windows_amd64.zip");
        assertThat(candidates("FreeBSD", "amd64", false))
                .containsExactly(
                        "CLIProxyAPI_7.2.140_freebsd_amd64.tar.gz",
                        "CLIProxyAPI_7.2.140_freebsd_amd64_no-plugin.tar.gz");
    }

    @Test
    void projectIsThatOfTheRepository() {
        assertThat(AssetNames.candidates(
                        release("someone/CLIProxyAPIPlus"), "6.8.16-0", new Platform("linux", "amd64", true)))
                .startsWith("CLIProxyAPIPlus_6.8.16-0_linux_amd64.tar.gz");
    }

    /** Choosing by likeness took the static build of another processor when the list came in another order. */
    @Test
    void nameIsTakenWholeOrNotAtAll() {
        assertThat(AssetNames.choose(
                        candidates("Linux", "aarch64", true),
                        List.of(
                                "CLIProxyAPI_7.2.140_linux_amd64_no-plugin.tar.gz",
                                "CLIProxyAPI_7.2.140_linux_aarch64.tar.gz.sig",
                                "CLIProxyAPI_7.2.140_darwin_aarch64.tar.gz")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "7.2.9, v7.2.10, -1",
        "v7.2.140, 7.2.140, 0",
        "6.8.16-0, 6.8.16-1, -1",
        "6.8.16, 6.8.16-0, -1",
        "6.8.16-0-plus, 6.8.16-0, 0",
        "7.0.0, 6.9.28-0, 1",
        "dev, 0.0.1, -1"
    })
    void versionsAreComparedNumberByNumber(String one, String other, int order) {
        assertThat(Integer.signum(ReleaseVersion.of(one).compareTo(ReleaseVersion.of(other))))
                .isEqualTo(order);
    }

    @Test
    void checksumsAreThoseOfExactlyThatName() {
        String one = "a".repeat(64);
        String list =
                "0".repeat(64) + "  x_no-plugin.tar.gz\r\n" + one.toUpperCase(Locale.ROOT) + " *x.tar.gz\r\nnonsense\n";
        assertThat(ChecksumFile.digest(list, "x.tar.gz")).contains(one);
        assertThat(ChecksumFile.digest(list, "x")).isEmpty();
    }
}
