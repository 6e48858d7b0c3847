package dev.flowgate.auth;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The daemon thread that renews credentials before they expire. */
public final class Renewal implements AutoCloseable {
    /** Short, because a machine that slept wakes up with credentials that have expired. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final RenewalRun run;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::loop, "flowgate-auth-renewal");

    private Renewal(RenewalRun run) {
        this.run = run;
        thread.setDaemon(true);
    }

    static Renewal start(RenewalRun run) {
        Renewal renewal = new Renewal(run);
        renewal.thread.start();
        return renewal;
    }

    private void loop() {
        try {
            do {
                renew();
            } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            // By close(): a request of a renewal under way was given up.
            LoggerFactory.getLogger(Renewal.class).debug("A renewal was given up.");
        }
    }

    private void renew() throws InterruptedException {
        try {
            run.run();
        } catch (RuntimeException mistake) {
            LoggerFactory.getLogger(Renewal.class).error("Renewals go on after a mistake.", mistake);
        }
    }

    /**
     * Ends the renewals. One that is under way gets a second to come to its end, because what a provider has given for a
     * refresh token must not be lost. May be called several times.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
