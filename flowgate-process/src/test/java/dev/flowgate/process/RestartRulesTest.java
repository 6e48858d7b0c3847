package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestartRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final RestartRules rules = rules(0.5);

    @Test
    void pausesDoubleUpToAMinute() {
        List<Long> pauses = new ArrayList<>();
        RestartHistory history = RestartHistory.NONE;
        Instant now = NOW;
        for (int i = 0; i < 9; i++) {
            RestartDecision.Restart again =
                    restart(rules.afterExit(watched(RestartPolicy.ALWAYS, 0), exit(1), true, history, now));
            pauses.add(again.after().toMillis());
            assertThat(again.crashLoop()).isFalse();
            history = again.history();
            now = now.plusSeconds(61);
        }
        assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 60_000L, 60_000L);
    }

    @Test
    void jitterIsAFifthEitherWay() {
        WatchedService watched = watched(RestartPolicy.ALWAYS, 0);
        assertThat(restart(rules(0).afterExit(watched, exit(1), true, RestartHistory.NONE, NOW))
                        .after())
                .isEqualTo(Duration.ofMillis(400));
        assertThat(restart(rules(0.999_999_999).afterExit(watched, exit(1), true, RestartHistory.NONE, NOW))
                        .after())
                .isBetween(Duration.ofMillis(599), Duration.ofMillis(600));
    }

    @Test
    void theFifthFailureWithinTwoMinutesIsACrashLoopAndTriedAgainOnceAMinute() {
        RestartHistory history = RestartHistory.NONE;
        List<Boolean> loops = new ArrayList<>();
        RestartDecision.Restart again = null;
        for (int i = 0; i < 5; i++) {
            again = restart(rules.afterExit(
                    watched(RestartPolicy.ON_FAILURE, 0), exit(1), true, history, NOW.plusSeconds(29L * i)));
            loops.add(again.crashLoop());
            history = again.history();
        }
        assertThat(loops).containsExactly(false, false, false, false, true);
        assertThat(again).isNotNull().satisfies(last -> {
            assertThat(last.after()).isEqualTo(Duration.ofSeconds(60));
            assertThat(last.history().failures()).isEqualTo(5);
        });
    }

    @Test
    void failuresThatAreTwoMinutesApartAreNoLoop() {
        RestartHistory history = RestartHistory.NONE;
        for (int i = 0; i < 20; i++) {
            RestartDecision.Restart again = restart(rules.afterExit(
                    watched(RestartPolicy.ALWAYS, 0), exit(1), true, history, NOW.plusSeconds(121L * i)));
            assertThat(again.crashLoop()).isFalse();
            history = again.history();
        }
        assertThat(history.recent()).hasSize(1);
    }

    @Test
    void policyDecidesWhetherASuccessIsFollowedByAStart() {
        assertThat(decide(RestartPolicy.NO, 0, 1, true)).isInstanceOf(RestartDecision.Leave.class);
        assertThat(decide(RestartPolicy.ON_FAILURE, 0, 0, true)).isInstanceOf(RestartDecision.Leave.class);
        assertThat(decide(RestartPolicy.ON_FAILURE, 0, 0, false)).isInstanceOf(RestartDecision.Leave.class);
        assertThat(decide(RestartPolicy.ON_FAILURE, 0, 137, true)).isInstanceOf(RestartDecision.Restart.class);
        assertThat(decide(RestartPolicy.ON_FAILURE, 0, null, true)).isInstanceOf(RestartDecision.Restart.class);
        assertThat(decide(RestartPolicy.ALWAYS, 0, 0, true)).isInstanceOf(RestartDecision.Restart.class);
    }

    @Test
    void aServiceWithAPortThatEndsBeforeItIsReadyHasFailedWhateverItsExitCode() {
        assertThat(decide(RestartPolicy.ON_FAILURE, 8317, 0, false)).isInstanceOf(RestartDecision.Restart.class);
        assertThat(decide(RestartPolicy.ON_FAILURE, 8317, 0, true)).isInstanceOf(RestartDecision.Leave.class);
    }

    @Test
    void exitCodesThatTryingAgainCannotHelpAreFinal() {
        assertThat(decide(RestartPolicy.ALWAYS, 0, WatchedService.CONFIGURATION_ERROR, true))
                .isEqualTo(new RestartDecision.GiveUp("exit code 78 says that its configuration is wrong"));
        assertThat(decide(RestartPolicy.ALWAYS, 0, 126, false)).isInstanceOf(RestartDecision.GiveUp.class);
        assertThat(decide(RestartPolicy.ALWAYS, 0, 127, false)).isInstanceOf(RestartDecision.GiveUp.class);
        // A shell whose last command was not found says so too, after hours of work.
        assertThat(decide(RestartPolicy.ALWAYS, 0, 127, true)).isInstanceOf(RestartDecision.Restart.class);
    }

    @Test
    void startsThatCannotGoWellAreNotRepeated() {
        for (ProcessFailure failure : List.of(
                new ProcessFailure.ProgramNotRunnable("x"),
                new ProcessFailure.NoWorkingDirectory(Path.of("/x")),
                new ProcessFailure.PortInUse("127.0.0.1", 1, null))) {
            assertThat(rules.afterFailedStart(new ProcessException("why", failure), RestartHistory.NONE, NOW))
                    .isEqualTo(new RestartDecision.GiveUp("why"));
        }
        assertThat(rules.afterFailedStart(
                        new ProcessException("disk full", new ProcessFailure.Storage(Path.of("/x"))),
                        RestartHistory.NONE,
                        NOW))
                .isInstanceOfSatisfying(
                        RestartDecision.Restart.class,
                        again -> assertThat(again.after()).isEqualTo(Duration.ofMillis(500)));
    }

    private RestartDecision decide(RestartPolicy policy, int port, @Nullable Integer code, boolean wasReady) {
        return rules.afterExit(watched(policy, port), exit(code), wasReady, RestartHistory.NONE, NOW);
    }

    private static RestartDecision.Restart restart(RestartDecision decision) {
        assertThat(decision).isInstanceOf(RestartDecision.Restart.class);
        return (RestartDecision.Restart) decision;
    }

    private static RestartRules rules(double random) {
        RandomGenerator fixed = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return random;
            }
        };
        return new RestartRules(RestartBackoff.STANDARD, fixed);
    }

    private static ServiceExit exit(@Nullable Integer code) {
        return new ServiceExit(code, NOW);
    }

    private static WatchedService watched(RestartPolicy policy, int port) {
        return WatchedService.of(
                new ServiceSpec(
                        "service",
                        List.of("/bin/true"),
                        Path.of("/"),
                        Map.of(),
                        Set.of(),
                        "127.0.0.1",
                        port,
                        ServiceProbes.NONE,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)),
                policy);
    }
}
