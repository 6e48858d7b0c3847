package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.config.ReleaseConfig;
import dev.flowgate.process.install.Installation.Change;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a release or its server, the error says what and the version before stays. */
@Timeout(120)
class ReleaseFaultIT {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String NEXT = "v7.2.10";

    @TempDir
    Path runtime;

    private final ReleaseServer server;
    private byte[] archive = {};

    ReleaseFaultIT() throws IOException {
        server = new ReleaseServer();
    }

    @BeforeEach
    void installOne() throws Exception {
        TinyProgram.requireThatItRuns();
        server.publish("v7.2.9", Archives.release(TinyProgram.banner("7.2.9")));
        builder(server.source("v7.2.9")).build().install();
        archive = server.publish(NEXT, Archives.release(TinyProgram.banner("7.2.10")));
    }

    @AfterEach
    void oldVersionIsStillThereAndNothingHalfMade() throws Exception {
        try {
            InstalledVersions versions =
                    new InstalledVersions(runtime, BinaryInstaller.NAME, BinaryInstaller.COMMAND, Clock.systemUTC());
            InstalledVersion active = versions.active().orElseThrow();
            assertThat(new BinaryTrial(Platform.current(), Duration.ofSeconds(20)).version(active.executable()))
                    .isEqualTo(active.version());
            assertThat(versions.folders()).hasSameSizeAs(versions.all());
        } finally {
            server.close();
        }
    }

    private BinaryInstallerBuilder builder(ReleaseConfig source) {
        return BinaryInstaller.builder(runtime)
                .source(source)
                .platform(new Platform("linux", "amd64", true))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .httpLimits(BinaryInstallerIT.SHORT);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refusal(ReleaseConfig source) {
        return assertThatThrownBy(() -> builder(source).build().install()).isInstanceOf(InstallException.class);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refusal() {
        return refusal(server.source(NEXT));
    }

    /** Replaces the archive, but not what the release says of it. */
    private void exchange(byte[] archive) {
        Map<String, byte[]> assets = new LinkedHashMap<>(server.releases.getOrDefault(NEXT, Map.of()));
        assets.put(ReleaseServer.asset(NEXT), archive);
        server.releases.put(NEXT, assets);
    }

    private void answer(int status, Map<String, String> headers) {
        server.refusal = new ReleaseServer.Refusal(status, headers);
        server.refusals.set(Integer.MAX_VALUE);
    }

    @Test
    void refusesAWrongChecksumAndNamesBoth() {
        byte[] other = Archives.release(TinyProgram.banner("6.6.6"));
        server.digests = false;
        String expected = ReleaseServer.sha256(archive);
        exchange(other);

        refusal().hasMessageContaining(expected).hasMessageContaining(ReleaseServer.sha256(other));
        assertThat(runtime.resolve("downloads").resolve(ReleaseServer.asset(NEXT) + ".part"))
                .doesNotExist();
        assertThat(runtime.resolve("downloads").resolve(ReleaseServer.asset(NEXT)))
                .doesNotExist();
    }

    @Test
    void pinnedChecksumCountsMoreThanTheReleases() {
        ReleaseConfig pinned = new ReleaseConfig(server.uri(), ReleaseServer.REPOSITORY, NEXT, null, "a".repeat(64));
        refusal(pinned).hasMessageContaining("expected " + "a".repeat(64));
    }

    @Test
    void refusesAReleaseWithoutChecksumsUnlessItIsAllowed() throws Exception {
        server.digests = false;
        server.releases.put(NEXT, Map.of(ReleaseServer.asset(NEXT), Archives.release(TinyProgram.banner("7.2.10"))));

        refusal().hasMessageContaining("no checksum").hasMessageContaining("--allow-unverified");

        Installation installation =
                builder(server.source(NEXT)).allowUnverified(true).build().install();
        assertThat(installation.change()).isEqualTo(Change.REPLACED);
        assertThat(installation.notices()).singleElement().asString().contains("was not verified");
    }

    @Test
    void missingLineMeansThatTheReleaseIsNotReady() {
        server.digests = false;
        Map<String, byte[]> assets = new LinkedHashMap<>(server.releases.getOrDefault(NEXT, Map.of()));
        assets.put("checksums.txt", ("0".repeat(64) + "  another\n").getBytes(StandardCharsets.US_ASCII));
        server.releases.put(NEXT, assets);
        refusal()
                .hasMessageContaining("does not list " + ReleaseServer.asset(NEXT))
                .hasMessageContaining("not ready yet");
    }

    @Test
    void refusesATruncatedArchive() {
        byte[] whole = Archives.release(TinyProgram.large("7.2.10", 100_000));
        exchange(Arrays.copyOf(whole, whole.length / 2));
        refusal().hasMessageContaining("truncated or damaged");
    }

    @Test
    void refusesAProgramForAnotherProcessor() {
        exchange(Archives.release(TinyProgram.printing("CLIProxyAPI Version: 7.2.10", TinyProgram.ARM64, 0)));
        refusal().hasMessageContaining("linux/arm64").hasMessageContaining("this machine is linux/amd64");
    }

    @Test
    void refusesAProgramThatIsAnother() {
        exchange(Archives.release(TinyProgram.printing("hello\n", TinyProgram.AMD64, 0)));
        refusal().hasMessageContaining("is not CLIProxyAPI").hasMessageContaining("\"hello\"");
    }

    @Test
    void refusesAProgramThatDoesNotEnd() {
        byte[] program = TinyProgram.banner("7.2.10");
        int jump = 64 + 56 + 8;
        program[jump] = (byte) 0xeb;
        exchange(Archives.release(program));
        assertThatThrownBy(() -> builder(server.source(NEXT))
                        .trialLimit(Duration.ofMillis(300))
                        .build()
                        .install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("did not end within");
    }

    @Test
    void tellsAMissingTagFromAMissingRepository() {
        refusal(server.source("v9.9.9")).hasMessageContaining("has no release v9.9.9");
        refusal(new ReleaseConfig(server.uri(), "nobody/Nothing", "v1", null, null))
                .hasMessageContaining("has no repository nobody/Nothing");
        refusal(new ReleaseConfig(server.uri(), "router-for-me/CLIProxyAPIPlus", "v6.8.16-0", null, null))
                .hasMessageContaining("was removed")
                .hasMessageContaining("bootstrap.cliproxyapi_plus.repository to router-for-me/CLIProxyAPI")
                .hasMessageContaining("--from FILE");
    }

    @Test
    void namesTheArchivesItLookedForAndThoseThereAre() {
        assertThatThrownBy(() -> builder(server.source(NEXT))
                        .platform(new Platform("freebsd", "arm64", false))
                        .build()
                        .install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("freebsd/arm64")
                .hasMessageContaining("CLIProxyAPI_7.2.10_freebsd_aarch64_no-plugin.tar.gz")
                .hasMessageContaining("there are CLIProxyAPI_7.2.10_linux_amd64.tar.gz")
                .hasMessageNotContaining("checksums.txt");
    }

    @Test
    void saysWhenTheRateLimitEnds() {
        answer(
                403,
                Map.of(
                        "x-ratelimit-remaining",
                        "0",
                        "x-ratelimit-reset",
                        Long.toString(NOW.plusSeconds(90).getEpochSecond())));
        refusal()
                .hasMessageContaining("Try again at 2026-01-02T03:05:35Z, in 2 minutes.")
                .hasMessageContaining("GITHUB_TOKEN");
        answer(429, Map.of("retry-after", "30"));
        refusal().hasMessageContaining("Try again at 2026-01-02T03:04:35Z, in 1 minute.");
    }

    @Test
    void saysThatTheTokenIsWrong() {
        answer(401, Map.of());
        refusal().hasMessageContaining("does not accept the token in GITHUB_TOKEN");
        answer(403, Map.of());
        refusal().hasMessageContaining("A private repository needs a GITHUB_TOKEN");
    }

    @Test
    void triesAgainAfterAFaultOfTheServer() throws Exception {
        server.refusal = new ReleaseServer.Refusal(502, Map.of());
        server.refusals.set(2);
        assertThat(builder(server.source(NEXT)).build().install().change()).isEqualTo(Change.REPLACED);
    }

    @Test
    void givesUpAfterSomeFaultsOfTheServer() {
        answer(503, Map.of());
        refusal().hasMessageContaining("has a fault (status 503)");
    }

    @Test
    void refusesADraft() {
        server.draft = true;
        refusal().hasMessageContaining("is a draft");
    }

    @Test
    void followsNoRedirectToAnUnsafeAddress() {
        server.redirect = "http://example.com/archive.tar.gz?signature=secret";
        refusal()
                .hasMessageContaining("by https only, not from http://example.com/archive.tar.gz")
                .hasMessageNotContaining("secret");
    }

    @Test
    void followsNoEndlessRedirects() {
        server.redirect = server.uri() + "/" + ReleaseServer.REPOSITORY + "/releases/download/again";
        refusal().hasMessageContaining("redirects more than");
    }

    @Test
    void saysThatTheServerCannotBeReached() {
        server.close();
        refusal().hasMessageContaining("cannot be reached").hasMessageContaining("--from FILE");
    }

    @Test
    void saysThatTheAddressIsNoReleaseApi() {
        answer(200, Map.of());
        refusal().hasMessageContaining("not as a release API does");
    }

    @Test
    void acceptsNoAddressThatIsNotSafe() {
        for (String api : List.of("http://example.com", "ftp://127.0.0.1", "file:///tmp/x")) {
            assertThatThrownBy(() -> builder(new ReleaseConfig(URI.create(api), "a/b", "v1", null, null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(api);
        }
    }
}
