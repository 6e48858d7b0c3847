package dev.flowgate.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.process.install.InstallProgress;
import dev.flowgate.process.install.InstallProgress.Phase;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstallLineTest {
    @Test
    void countsBytesWithABarAndASpeed() {
        assertThat(line(Phase.DOWNLOADING, 6_750_000, OptionalLong.of(27_000_000), 3_100_000))
                .isEqualTo("downloading x.tar.gz  [######------------------] 25 %  6.8 of 27.0 MB  3.1 MB/s");
    }

    @Test
    void hasNoBarWhereTheEndIsUnknown() {
        assertThat(line(Phase.DOWNLOADING, 6_700_000, OptionalLong.empty(), 0))
                .isEqualTo("downloading x.tar.gz  6.7 MB");
    }

    @Test
    void neverSaysMoreThanAll() {
        assertThat(line(Phase.DOWNLOADING, 30, OptionalLong.of(20), 0)).contains("[########################] 100 %");
    }

    @Test
    void countsPackages() {
        assertThat(line(Phase.INSTALLING_PACKAGES, 12, OptionalLong.of(96), 0))
                .isEqualTo("installing packages  [###---------------------] 12 %  12 of 96 packages, x.tar.gz");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void saysWhatIsBeingDone(Phase phase) {
        assertThat(line(phase, 0, OptionalLong.empty(), 0)).contains("x.tar.gz");
    }

    private static String line(Phase phase, long done, OptionalLong total, double perSecond) {
        return InstallLine.counted(new InstallProgress(phase, "x.tar.gz", done, total), perSecond);
    }
}
