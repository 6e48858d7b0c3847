package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import dev.flowgate.routing.RoutingDecision.AllBusy;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.Queued;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelLimitsTest {
    private static final RouterSettings PLAIN = Settings.choosing(Strategy.SIMPLE_SHUFFLE, false, false, null);

    private final Deque<RoutedCall> woken = new ArrayDeque<>();

    private static Deployment limited(String id, int limit) {
        return Deployments.like("a", id).parallel(limit).make();
    }

    private RoutingDecision begin(RoutedCall call) {
        RoutingDecision decision = call.start();
        return decision instanceof Chosen ? again(call) : decision;
    }

    private RoutingDecision again(RoutedCall call) {
        return call.begin(() -> woken.add(call));
    }

    @Test
    void impliesTheLimitsOfLiteLlm() {
        assertThat(ParallelLimits.of(limited("x", 3), 9)).isEqualTo(3);
        assertThat(ParallelLimits.of(
                        Deployments.like("a", "x").rpm(2).tpm(60_000).make(), 9))
                .isEqualTo(2);
        assertThat(ParallelLimits.of(Deployments.like("a", "x").tpm(60_000).make(), 9))
                .isEqualTo(10);
        assertThat(ParallelLimits.of(Deployments.like("a", "x").tpm(5).make(), 9))
                .isEqualTo(1);
        assertThat(ParallelLimits.of(Deployments.of("a", "x"), 9)).isEqualTo(9);
        assertThat(ParallelLimits.of(Deployments.of("a", "x"), null)).isEqualTo(ParallelLimits.NONE);
    }

    @Test
    void prefersADeploymentWithRoom() {
        Calls calls = new Calls(PLAIN, limited("a1", 1), limited("a2", 1));
        Set<String> ids = new HashSet<>();
        ids.add(Calls.begin(calls.open()));
        ids.add(Calls.begin(calls.open()));

        assertThat(ids).containsExactlyInAnyOrder("a1", "a2");
        assertThat(begin(calls.open())).isInstanceOf(Queued.class);
    }

    @Test
    void servesTheFirstToComeFirst() {
        Calls calls = new Calls(PLAIN, limited("a1", 1));
        RoutedCall running = calls.open();
        begin(running);
        List<RoutedCall> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(calls.open());
            assertThat(begin(waiting.get(i))).isInstanceOf(Queued.class);
        }
        waiting.get(2).end();

        for (int i : new int[] {0, 1, 3, 4}) {
            running.end();
            assertThat(woken).containsExactly(waiting.get(i));
            running = woken.remove();
            assertThat(again(running)).isInstanceOf(Chosen.class);
        }
    }

    @Test
    void oneThatLeavesAfterItWasWokenPassesItsPlaceOn() {
        Calls calls = new Calls(PLAIN, limited("a1", 1));
        RoutedCall running = calls.open();
        RoutedCall leaving = calls.open();
        RoutedCall next = calls.open();
        begin(running);
        begin(leaving);
        begin(next);
        running.end();
        leaving.end();

        assertThat(woken).containsExactly(leaving, next);
        assertThat(again(next)).isInstanceOf(Chosen.class);
    }

    @Test
    void waitingEndsWithABusyAnswer() {
        Calls calls = new Calls(PLAIN, limited("a1", 1));
        RoutedCall running = calls.open();
        begin(running);
        RoutedCall late = calls.open();
        begin(late);

        assertThat(late.waited(Duration.ofSeconds(3))).isEqualTo(new AllBusy("a", Duration.ofSeconds(3)));
        running.end();
        assertThat(woken).isEmpty();
        assertThat(Calls.begin(calls.open())).isEqualTo("a1");
    }

    @Test
    void thoseWhoWaitForADeploymentThatCoolsAreToldSo() {
        Calls calls = new Calls(PLAIN, limited("a1", 1));
        RoutedCall running = calls.open();
        begin(running);
        RoutedCall first = calls.open();
        RoutedCall second = calls.open();
        begin(first);
        begin(second);

        assertThat(running.failed(UpstreamFailure.status(401, null))).isInstanceOf(Exhausted.class);
        assertThat(again(woken.remove())).isInstanceOf(AllCoolingDown.class);
        assertThat(again(woken.remove())).isInstanceOf(AllCoolingDown.class);
        assertThat(woken).isEmpty();
    }

    @Test
    void aReloadKeepsCountAndMayRaiseOrLiftTheLimit() {
        Calls calls = new Calls(PLAIN, limited("a1", 1));
        begin(calls.open());
        calls.reload(PLAIN, limited("a1", 1));
        RoutedCall second = calls.open();
        assertThat(begin(second)).isInstanceOf(Queued.class);
        RoutedCall third = calls.open();
        assertThat(begin(third)).isInstanceOf(Queued.class);

        calls.reload(PLAIN, limited("a1", 2));
        assertThat(woken).containsExactly(second);
        assertThat(again(woken.remove())).isInstanceOf(Chosen.class);
        calls.reload(PLAIN, Deployments.of("a", "a1"));
        assertThat(woken).containsExactly(third);
        assertThat(again(woken.remove())).isInstanceOf(Chosen.class);
    }

    /** Whatever becomes of the calls: never more than the limit, nobody forgotten, and all room is free in the end. */
    @Test
    void noPlaceIsLostWhateverBecomesOfTheCalls() {
        Random random = new Random(11);
        Calls calls = new Calls(
                Settings.choosing(Strategy.LEAST_BUSY, false, false, null), limited("a1", 2), limited("a2", 1));
        List<RoutedCall> running = new ArrayList<>();
        List<RoutedCall> waiting = new ArrayList<>();
        int served = 0;
        for (int i = 0; i < 20_000; i++) {
            RoutedCall call = woken.poll();
            RoutingDecision decision = null;
            if (call != null && waiting.remove(call)) {
                decision = again(call);
            } else if (random.nextInt(3) == 0) {
                call = calls.open();
                decision = begin(call);
            } else if (!waiting.isEmpty() && random.nextInt(6) == 0) {
                waiting.remove(random.nextInt(waiting.size())).end();
            } else if (!running.isEmpty()) {
                call = running.remove(random.nextInt(running.size()));
                decision = end(call, random.nextInt(24));
                if (decision instanceof Chosen) {
                    decision = again(call);
                }
            }
            if (decision instanceof Chosen && call != null) {
                running.add(call);
                served++;
            } else if (decision instanceof Queued && call != null) {
                waiting.add(call);
            } else if (decision != null && call != null) {
                call.end();
            }
            calls.pass(Duration.ofMillis(random.nextInt(20)));
            assertThat(running).hasSizeLessThanOrEqualTo(3);
        }
        while (!running.isEmpty() || !woken.isEmpty()) {
            RoutedCall next = woken.poll();
            if (next == null) {
                running.remove(0).end();
            } else if (waiting.remove(next) && again(next) instanceof Chosen) {
                running.add(next);
            }
        }

        assertThat(waiting).isEmpty();
        assertThat(served).isGreaterThan(3000);
        for (String id : List.of("a1", "a2")) {
            assertThat(calls.loads.limits().held(calls.loads.load(id).slot())).isZero();
            assertThat(calls.loads.load(id).underWay()).hasValue(0);
        }
    }

    private static RoutingDecision end(RoutedCall call, int how) {
        switch (how) {
            case 0 -> call.cutShort(UpstreamFailure.of(UpstreamFailure.Kind.RESET));
            case 1 -> {
                return call.failed(UpstreamFailure.of(UpstreamFailure.Kind.TIMEOUT));
            }
            case 2 -> {
                return call.failed(UpstreamFailure.status(500, null));
            }
            case 3 -> {
                // The client left.
            }
            default -> call.succeeded(TokenUsage.UNKNOWN);
        }
        call.end();
        return new Exhausted(null);
    }

    @Test
    void manyThreadsNeverExceedTheLimitAndAllAreServed() throws InterruptedException {
        Calls calls = new Calls(PLAIN, limited("a1", 2), limited("a2", 1));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int number = 2000;
        CountDownLatch served = new CountDownLatch(number);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < number; i++) {
                threads.execute(new Runnable() {
                    private final RoutedCall call = calls.open();
                    private boolean started;

                    @Override
                    public synchronized void run() {
                        if (!started) {
                            started = true;
                            call.start();
                        }
                        if (call.begin(() -> threads.execute(this)) instanceof Chosen) {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            underWay.decrementAndGet();
                            call.end();
                            served.countDown();
                        }
                    }
                });
            }
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(most.get()).isBetween(1, 3);
    }
}
