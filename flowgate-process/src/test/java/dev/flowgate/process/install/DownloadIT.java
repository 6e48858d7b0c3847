package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers that are cut, and go on. */
@Timeout(120)
class DownloadIT {
    private static final String TAG = "v7.2.9";
    private static final int SIZE = 3_000_000;

    @TempDir
    Path runtime;

    private final ReleaseServer server;
    private final byte[] archive;

    DownloadIT() throws IOException {
        TinyProgram.requireThatItRuns();
        server = new ReleaseServer();
        archive = server.publish(TAG, Archives.release(TinyProgram.large("7.2.9", SIZE)));
        server.cutAfter = 1_000_000;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private BinaryInstaller installer() {
        return installer(BinaryInstallerIT.SHORT, InstallProgress.Listener.NONE);
    }

    private BinaryInstaller installer(HttpLimits limits, InstallProgress.Listener listener) {
        return BinaryInstaller.builder(runtime)
                .source(server.source(TAG))
                .platform(new Platform("linux", "amd64", true))
                .httpLimits(limits)
                .listener(listener)
                .build();
    }

    private List<String> ranges() {
        return server.downloads().stream()
                .map(request -> String.valueOf(request.header("Range")))
                .toList();
    }

    private Path part() {
        return runtime.resolve("downloads").resolve(ReleaseServer.asset(TAG) + ".part");
    }

    /** Leaves the first part behind, as an installer that was ended. */
    private void fetchHalf() {
        server.cuts.set(Integer.MAX_VALUE);
        HttpLimits impatient =
                new HttpLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), List.of());
        assertThatThrownBy(() ->
                        installer(impatient, InstallProgress.Listener.NONE).install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("was not fetched completely")
                .hasMessageContaining(part().toString())
                .hasMessageContaining("goes on from there");
        assertThat(part()).isNotEmptyFile();
        server.cuts.set(0);
        server.requests.clear();
    }

    private void isInstalled() {
        assertThat(installer().installed()).map(InstalledVersion::version).contains("7.2.9");
        assertThat(part()).doesNotExist();
        assertThat(runtime.resolve("downloads"))
                .isDirectoryNotContaining("glob:**.part*")
                .isDirectoryContaining("glob:**.tar.gz")
                .isDirectoryContaining("glob:**.sha256");
    }

    @Test
    void goesOnWithinOneCallAsLongAsSomethingComes() throws Exception {
        server.cuts.set(2);
        installer().install();
        assertThat(ranges()).containsExactly("null", "bytes=1000000-", "bytes=2000000-");
        isInstalled();
    }

    @Test
    void goesOnInTheNextCall() throws Exception {
        fetchHalf();
        long begun = Files.size(part());
        installer().install();
        assertThat(ranges()).containsExactly("bytes=" + begun + "-");
        isInstalled();
    }

    @Test
    void startsAgainWhereRangesAreIgnored() throws Exception {
        fetchHalf();
        server.honoursRange = false;
        installer().install();
        assertThat(ranges()).hasSize(1);
        isInstalled();
    }

    @Test
    void startsAgainWhenTheFileHasChanged() throws Exception {
        fetchHalf();
        server.publish(TAG, Archives.release(TinyProgram.large("7.2.9", SIZE + 5000)));
        installer().install();
        isInstalled();
    }

    /** Without ETags nobody tells that the halves are of two files but the checksum. */
    @Test
    void startsAgainWhenTheHalvesDoNotFit() throws Exception {
        server.etags = false;
        fetchHalf();
        byte[] part = Files.readAllBytes(part());
        part[5000]++;
        Files.write(part(), part);
        installer().install();
        assertThat(ranges()).hasSize(2).endsWith("null");
        isInstalled();
    }

    @Test
    void partOfAnotherAddressIsNotContinued() throws Exception {
        fetchHalf();
        Path note = part().resolveSibling(part().getFileName() + ".json");
        Files.writeString(note, "{\"address\":\"http://elsewhere/\"}");
        installer().install();
        assertThat(ranges()).containsExactly("null");
        isInstalled();
    }

    @Test
    void partThatIsLongerThanTheFileIsThrownAway() throws Exception {
        fetchHalf();
        Files.write(part(), new byte[archive.length + 10]);
        installer().install();
        isInstalled();
    }

    @Test
    void tellsHowFarItHasCome() throws Exception {
        AtomicReference<InstallProgress> last = new AtomicReference<>();
        installer(BinaryInstallerIT.SHORT, progress -> {
                    if (progress.phase() == InstallProgress.Phase.DOWNLOADING) {
                        last.set(progress);
                    }
                })
                .install();
        assertThat(last.get())
                .isEqualTo(new InstallProgress(
                        InstallProgress.Phase.DOWNLOADING,
                        ReleaseServer.asset(TAG),
                        archive.length,
                        OptionalLong.of(archive.length)));
    }

    @Test
    void stalledTransferIsGivenUpAndGoesOn() throws Exception {
        server.stalls = true;
        server.cuts.set(1);
        HttpLimits impatient = new HttpLimits(
                Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofSeconds(20), List.of(Duration.ZERO));
        installer(impatient, InstallProgress.Listener.NONE).install();
        assertThat(ranges()).hasSize(2);
        isInstalled();
    }

    @Test
    void interruptEndsItWithinASecond() throws Exception {
        server.stalls = true;
        server.cuts.set(Integer.MAX_VALUE);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread installing = new Thread(() -> {
            try {
                installer(BinaryInstallerIT.SHORT, progress -> {
                            if (progress.phase() == InstallProgress.Phase.DOWNLOADING) {
                                begun.countDown();
                            }
                        })
                        .install();
            } catch (InterruptedException | RuntimeException ended) {
                outcome.set(ended);
            }
        });
        installing.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        long before = System.nanoTime();
        installing.interrupt();
        installing.join(20_000);

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        server.cuts.set(0);
        installer().install();
        isInstalled();
    }
}
