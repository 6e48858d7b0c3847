package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.process.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installations on a disk that is really full: a small tmpfs of the test's own, which only root can mount. */
@Timeout(120)
class FullDiskIT {
    @TempDir
    Path folder;

    private final ReleaseServer server;
    private boolean mounted;

    FullDiskIT() throws IOException {
        TinyProgram.requireThatItRuns();
        Tools.requireRoot();
        Tools.require("mount");
        server = new ReleaseServer();
    }

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString());
        if (!mounted) {
            Tools.skip("this root may not mount a tmpfs");
        }
        server.publish("v7.2.9", Archives.release(TinyProgram.banner("7.2.9")));
        installer("v7.2.9").install();
    }

    @AfterEach
    void unmount() throws Exception {
        server.close();
        if (mounted) {
            assertThat(run("umount", "-l", folder.toString())).isTrue();
        }
    }

    private BinaryInstaller installer(String tag) {
        return BinaryInstaller.builder(folder)
                .source(server.source(tag))
                .platform(new Platform("linux", "amd64", true))
                .httpLimits(BinaryInstallerIT.SHORT)
                .build();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }

    private void isStillActive() throws Exception {
        InstalledVersion active = installer("v7.2.9").installed().orElseThrow();
        assertThat(new BinaryTrial(Platform.current(), Duration.ofSeconds(20)).version(active.executable()))
                .isEqualTo("7.2.9");
    }

    @Test
    void saysHowMuchRoomADownloadNeeds() throws Exception {
        server.publish("v7.2.10", Archives.release(TinyProgram.large("7.2.10", 3_000_000)));
        assertThatThrownBy(() -> installer("v7.2.10").install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(folder.resolve("downloads").toString())
                .hasMessageContaining("2.9 MiB are needed");
        isStillActive();
    }

    @Test
    void saysHowMuchRoomTheProgramNeedsAndTheNextTryNeedsNoDownload() throws Exception {
        server.publish("v7.2.10", Archives.release(TinyProgram.large("7.2.10", 1_200_000)));
        assertThatThrownBy(() -> installer("v7.2.10").install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("installed")
                .hasMessageContaining("1.1 MiB are needed");
        isStillActive();

        int downloads = server.downloads().size();
        assertThat(run("mount", "-o", "remount,size=8m", folder.toString())).isTrue();
        assertThat(installer("v7.2.10").install().version()).isEqualTo("7.2.10");
        assertThat(server.downloads()).hasSize(downloads);
    }

    @Test
    void losesNothingWhenNotAByteIsLeft() throws Exception {
        server.publish("v7.2.10", Archives.release(TinyProgram.banner("7.2.10")));
        fill();
        assertThatThrownBy(() -> installer("v7.2.10").install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("Free some space");
        isStillActiveByName();
        Files.delete(folder.resolve("ballast"));
        assertThat(installer("v7.2.10").install().version()).isEqualTo("7.2.10");
    }

    /** To try it would need room for what it prints. */
    private void isStillActiveByName() {
        assertThat(installer("v7.2.9").installed())
                .map(InstalledVersion::version)
                .contains("7.2.9");
        assertThat(folder.resolve("bin/CLIProxyAPIPlus")).exists();
    }

    private void fill() throws IOException {
        try (OutputStream ballast = Files.newOutputStream(folder.resolve("ballast"))) {
            byte[] page = new byte[4096];
            for (int i = 0; i < 10_000; i++) {
                ballast.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
