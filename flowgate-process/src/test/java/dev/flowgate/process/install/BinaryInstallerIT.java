package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.process.install.Installation.Change;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BinaryInstallerIT {
    static final HttpLimits SHORT = new HttpLimits(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            List.of(Duration.ofMillis(5), Duration.ofMillis(5)));

    @TempDir
    Path runtime;

    private final ReleaseServer server;

    BinaryInstallerIT() throws IOException {
        server = new ReleaseServer();
    }

    @BeforeEach
    void publish() {
        TinyProgram.requireThatItRuns();
        server.publish("v7.2.9", Archives.release(TinyProgram.banner("7.2.9")));
        server.publish("v7.2.10", Archives.release(TinyProgram.banner("7.2.10")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private BinaryInstallerBuilder builder(String tag) {
        return BinaryInstaller.builder(runtime)
                .source(server.source(tag))
                .platform(new Platform("linux", "amd64", true))
                .httpLimits(SHORT);
    }

    private Installation install(String tag) throws InterruptedException {
        return builder(tag).build().install();
    }

    private String run() throws Exception {
        Process process =
                new ProcessBuilder(runtime.resolve("bin/CLIProxyAPIPlus").toString(), "-h").start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void isActive(String version) throws Exception {
        assertThat(run()).startsWith("CLIProxyAPI Version: " + version + ",");
    }

    @Test
    void removesWhatAKilledInstallerLeftAlsoWhenNothingChanges() throws Exception {
        install("v7.2.9");
        install("v7.2.10");
        Path active = builder("v7.2.10").build().installed().orElseThrow().folder();
        Path left = Files.createDirectory(active.resolveSibling("7.2.8-01234567"));
        for (String file : List.of("cli-proxy-api", InstallRecord.FILE)) {
            Files.copy(active.resolve(file), left.resolve(file));
        }

        assertThat(install("v7.2.10").change()).isEqualTo(Change.UNCHANGED);

        assertThat(left).doesNotExist();
        assertThat(builder("v7.2.10").build().previous()).isPresent();
        isActive("7.2.10");
    }

    @Test
    void installsARelease() throws Exception {
        List<InstallProgress.Phase> phases = new ArrayList<>();
        Installation installation = builder("v7.2.9")
                .listener(progress -> phases.add(progress.phase()))
                .build()
                .install();

        assertThat(installation)
                .isEqualTo(new Installation("7.2.9", runtime.resolve("bin/CLIProxyAPIPlus"), Change.INSTALLED));
        isActive("7.2.9");
        assertThat(phases.stream().distinct())
                .containsExactly(
                        InstallProgress.Phase.RESOLVING,
                        InstallProgress.Phase.DOWNLOADING,
                        InstallProgress.Phase.VERIFYING,
                        InstallProgress.Phase.UNPACKING,
                        InstallProgress.Phase.VALIDATING,
                        InstallProgress.Phase.ACTIVATING);
        InstalledVersion version = builder("v7.2.9").build().installed().orElseThrow();
        assertThat(version.source()).endsWith("/download/v7.2.9/" + ReleaseServer.asset("v7.2.9"));
        assertThat(version.folder().getFileName())
                .hasToString("7.2.9-" + version.sha256().substring(0, 8));
        assertThat(version.folder())
                .isDirectoryContaining("glob:**/LICENSE")
                .isDirectoryNotContaining("glob:**/config.example.yaml");
    }

    @Test
    void asksForNothingWhenTheTagIsInPlace() throws Exception {
        install("v7.2.9");
        server.requests.clear();

        assertThat(install("v7.2.9").change()).isEqualTo(Change.UNCHANGED);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void repairsAVersionThatDoesNotRunAnyMore() throws Exception {
        install("v7.2.9");
        Path program = builder("v7.2.9").build().installed().orElseThrow().executable();
        Files.write(program, new byte[] {1, 2, 3});

        assertThat(install("v7.2.9").change()).isEqualTo(Change.REPLACED);
        isActive("7.2.9");
    }

    @Test
    void installsAnOlderReleaseWhenItIsAskedFor() throws Exception {
        install("v7.2.10");
        assertThat(install("v7.2.9").change()).isEqualTo(Change.REPLACED);
        isActive("7.2.9");
    }

    @Test
    void previousVersionComesBackWithoutBeingFetchedAgain() throws Exception {
        install("v7.2.9");
        install("v7.2.10");
        Files.delete(runtime.resolve("downloads").resolve(ReleaseServer.asset("v7.2.9")));
        int downloads = server.downloads().size();

        install("v7.2.9");

        isActive("7.2.9");
        assertThat(server.downloads()).hasSize(downloads);
    }

    @Test
    void updatesByNumbersNotByLetters() throws Exception {
        install("v7.2.9");
        BinaryInstaller latest = builder(ReleaseConfig.LATEST).build();

        BinaryUpdate first = latest.update();
        BinaryUpdate second = latest.update();

        assertThat(first.installation().change()).isEqualTo(Change.REPLACED);
        assertThat(first.available()).isEqualTo("7.2.10");
        assertThat(second.installation().change()).isEqualTo(Change.UNCHANGED);
        isActive("7.2.10");
    }

    @Test
    void updateNeverGoesBack() throws Exception {
        install("v7.2.10");
        BinaryUpdate update = builder("v7.2.9").build().update();
        assertThat(update.installation().change()).isEqualTo(Change.UNCHANGED);
        assertThat(update.available()).isEqualTo("7.2.9");
        isActive("7.2.10");
    }

    @Test
    void rollsBack() throws Exception {
        install("v7.2.9");
        install("v7.2.10");

        Installation back = builder("v7.2.10").build().rollBack();

        assertThat(back.version()).isEqualTo("7.2.9");
        assertThat(back.change()).isEqualTo(Change.ROLLED_BACK);
        isActive("7.2.9");
    }

    @Test
    void doesNotRollBackToWhatDoesNotRun() throws Exception {
        install("v7.2.9");
        Files.write(builder("v7.2.9").build().installed().orElseThrow().executable(), new byte[] {1});
        server.publish("v7.2.11", Archives.release(TinyProgram.banner("7.2.11")));
        install("v7.2.11");

        assertThatThrownBy(() -> builder("v7.2.9").build().rollBack())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("is no program");
        isActive("7.2.11");
    }

    @Test
    void saysThatThereIsNothingToRollBackTo() throws Exception {
        install("v7.2.9");
        assertThatThrownBy(() -> builder("v7.2.9").build().rollBack())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("no version of cliproxyapi_plus to go back to: 7.2.9 is the only one");
    }

    @Test
    void processThatRunsTheOldVersionGoesOn() throws Exception {
        install("v7.2.9");
        Process running =
                new ProcessBuilder(runtime.resolve("bin/CLIProxyAPIPlus").toString()).start();
        try {
            Path old = builder("v7.2.9").build().installed().orElseThrow().executable();
            install("v7.2.10");
            server.publish("v7.2.11", Archives.release(TinyProgram.banner("7.2.11")));
            install("v7.2.11");
            server.publish("v7.2.12", Archives.release(TinyProgram.banner("7.2.12")));
            install("v7.2.12");

            assertThat(running.isAlive()).isTrue();
            assertThat(old).exists();
            isActive("7.2.12");
        } finally {
            running.destroyForcibly();
            assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void replacesThePlainFileOfAnotherToolAlsoWhileItRuns() throws Exception {
        Path bin = Files.createDirectory(runtime.resolve("bin"));
        Path theirs = Files.write(bin.resolve("CLIProxyAPIPlus"), TinyProgram.banner("6.8.16-0-plus"));
        assertThat(theirs.toFile().setExecutable(true)).isTrue();
        Process running = new ProcessBuilder(theirs.toString()).start();
        try {
            assertThat(install("v7.2.9").change()).isEqualTo(Change.REPLACED);
            isActive("7.2.9");
            builder("v7.2.9").build().rollBack();
            isActive("6.8.16-0-plus");
            assertThat(running.isAlive()).isTrue();
        } finally {
            running.destroyForcibly();
            assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tokenGoesToTheApiAlone() throws Exception {
        builder("v7.2.9").token(Secret.of("ghp_secret")).build().install();

        assertThat(server.requests)
                .filteredOn(request -> request.server().equals("api"))
                .isNotEmpty()
                .allMatch(request -> "Bearer ghp_secret".equals(request.header("Authorization")));
        assertThat(server.downloads()).isNotEmpty().allMatch(request -> request.header("Authorization") == null);
        assertThat(server.requests).allMatch(request -> "flowgate".equals(request.header("User-agent")));
        assertThat(Files.readString(builder("v7.2.9")
                        .build()
                        .installed()
                        .orElseThrow()
                        .folder()
                        .resolve(InstallRecord.FILE)))
                .doesNotContain("secret");
    }

    @Test
    void takesTheListOfChecksumsWhenTheApiHasNoDigests() throws Exception {
        server.digests = false;
        install("v7.2.9");
        isActive("7.2.9");
        assertThat(server.downloads()).map(ReleaseServer.Request::path).contains("/v7.2.9/checksums.txt");
    }

    @Test
    void takesAPatternOfOnesOwn() throws Exception {
        server.releases.put(
                "v7.2.9", Map.of("mine-7.2.9-linux-amd64.tgz", Archives.release(TinyProgram.banner("7.2.9"))));
        ReleaseConfig source = new ReleaseConfig(
                server.uri(), ReleaseServer.REPOSITORY, "v7.2.9", "mine-{version}-{os}-{arch}.tgz", null);
        builder("v7.2.9").source(source).build().install();
        isActive("7.2.9");
    }

    @Test
    void installsFromAFileAndItsChecksumsWithoutANetwork() throws Exception {
        byte[] archive = Archives.release("cli-proxy-api-plus", TinyProgram.banner("6.8.16-0-plus"));
        Path file = Files.write(runtime.resolve("CLIProxyAPIPlus_6.8.16-0_linux_amd64.tar.gz"), archive);
        Files.writeString(
                runtime.resolve("checksums.txt"), ReleaseServer.sha256(archive) + "  " + file.getFileName() + "\n");

        Installation installation = builder("v6.8.16-0").offline(true).build().install(file);

        assertThat(installation.version()).isEqualTo("6.8.16-0-plus");
        assertThat(installation.notices()).isEmpty();
        isActive("6.8.16-0-plus");
        assertThat(builder("v6.8.16-0").offline(true).build().install().change())
                .isEqualTo(Change.UNCHANGED);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void installsABareProgramAndSaysThatItWasNotVerified() throws Exception {
        Path file = Files.write(runtime.resolve("server"), TinyProgram.banner("7.2.9"));

        Installation installation = builder("v7.2.9").build().install(file);

        isActive("7.2.9");
        assertThat(installation.notices())
                .singleElement()
                .asString()
                .contains("server was not verified", ReleaseServer.sha256(Files.readAllBytes(file)));
    }

    @Test
    void fileWithAnotherChecksumIsRefused() throws Exception {
        Path file = Files.write(runtime.resolve("server"), TinyProgram.banner("7.2.9"));
        Files.writeString(runtime.resolve("server.sha256"), "0".repeat(64) + "  server\n");
        assertThatThrownBy(() -> builder("v7.2.9").build().install(file))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("0".repeat(64))
                .hasMessageContaining(ReleaseServer.sha256(Files.readAllBytes(file)));
        assertThat(runtime.resolve("bin/CLIProxyAPIPlus")).doesNotExist();
    }

    @Test
    void offlineUsesWhatWasFetchedAndSaysWhatIsMissing() throws Exception {
        install("v7.2.9");
        install("v7.2.10");
        try (VersionChange change = new InstalledVersions(
                        runtime, BinaryInstaller.NAME, BinaryInstaller.COMMAND, Clock.systemUTC())
                .change("test", Duration.ofSeconds(5))) {
            InstallStorage.remove(
                    builder("v7.2.9").build().previous().orElseThrow().folder());
            change.rollBack();
        }
        server.close();

        builder("v7.2.9").offline(true).build().install();

        isActive("7.2.9");
        assertThatThrownBy(() -> builder("v7.2.8").offline(true).build().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("v7.2.8 is not installed")
                .hasMessageContaining("CLIProxyAPI_7.2.8_linux_amd64.tar.gz")
                .hasMessageContaining("--from FILE");
        assertThatThrownBy(() -> builder("latest").offline(true).build().install())
                .hasMessageContaining("Without a network");
        assertThatThrownBy(() -> builder("latest").offline(true).build().update())
                .hasMessageContaining("Without a network");
    }

    @Test
    void tellsThatAProgramIsOfAnotherVersionThanItsRelease() throws Exception {
        server.publish("v7.2.9", Archives.release(TinyProgram.banner("7.2.8")));
        Installation installation = install("v7.2.9");
        assertThat(installation.version()).isEqualTo("7.2.8");
        assertThat(installation.notices()).singleElement().asString().contains("version 7.2.8, not 7.2.9");
    }

    @Test
    void twoInstallersAtOnceFetchOnceAndBothSucceed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Installation> one = () -> install("v7.2.9");
            List<Future<Installation>> both = threads.invokeAll(List.of(one, one));
            assertThat(List.of(both.get(0).get().change(), both.get(1).get().change()))
                    .containsExactlyInAnyOrder(Change.INSTALLED, Change.UNCHANGED);
            assertThat(server.downloads()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void listenerThatThrowsEndsItAndLeavesNothing() throws Exception {
        install("v7.2.9");
        BinaryInstaller installer = builder("v7.2.10")
                .listener(progress -> {
                    if (progress.phase() == InstallProgress.Phase.ACTIVATING) {
                        throw new IllegalStateException("enough");
                    }
                })
                .build();
        assertThatThrownBy(installer::install).hasMessage("enough");
        isActive("7.2.9");
    }
}
