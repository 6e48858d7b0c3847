package dev.flowgate.routing;

import dev.flowgate.litellm.CooldownSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker: counts outcomes and says which deployments are to be left alone. Counters are kept by deployment
 * id, so that they outlive a reload. Safe for use by many threads.
 *
 * <p>After LiteLLM 1.75.8, except that {@code allowed_fails_policy} is taken at its word: for every class it names, and
 * with 0 for the first failure.
 */
public final class CooldownTracker {
    private static final long RATE_WINDOW_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int REQUESTS_FOR_TOTAL_FAILURE = 1000;
    private static final long NOT_COUNTED = -1;
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, DeploymentHealth> states = new ConcurrentHashMap<>();

    /**
     * Creates a tracker that knows of no failure.
     *
     * @param nanoTime the time in nanoseconds, as {@link System#nanoTime()} gives it
     */
    public CooldownTracker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Tells whether a deployment is to be left alone now.
     *
     * @param id the deployment's id
     * @return whether it is cooling down
     */
    public boolean isCooling(String id) {
        DeploymentHealth state = states.get(id);
        return state != null && state.isCooling(nanoTime);
    }

    /**
     * Returns how long a deployment is still to be left alone.
     *
     * @param id the deployment's id
     * @return zero when it is not cooling down
     */
    public Duration remaining(String id) {
        DeploymentHealth state = states.get(id);
        return state == null ? Duration.ZERO : state.remaining(nanoTime);
    }

    /** How long until the first of these is back. */
    Duration soonest(List<Deployment> deployments) {
        Duration least = remaining(deployments.get(0).id());
        for (Deployment deployment : deployments) {
            Duration remaining = remaining(deployment.id());
            least = remaining.compareTo(least) < 0 ? remaining : least;
        }
        return least;
    }

    /**
     * Forgets the deployments that are no longer configured.
     *
     * @param ids the ids that stay
     */
    public void retain(Collection<String> ids) {
        states.keySet().retainAll(ids);
    }

    /** Counts a success. */
    void succeeded(String id) {
        state(id).succeeded(nanoTime.getAsLong(), RATE_WINDOW_NANOS);
    }

    /**
     * Counts a failure and cools the deployment down if it is time to.
     *
     * @return for how long, if this failure began a cooldown
     */
    Optional<Duration> failed(
            Deployment deployment, int groupSize, UpstreamFailure failure, CooldownSettings settings) {
        long now = nanoTime.getAsLong();
        DeploymentHealth state = state(deployment.id());
        Integer byPolicy = failure.errorClass()
                .map(errorClass -> ClassPolicy.count(settings.allowedFailsPolicy(), errorClass))
                .orElse(null);
        boolean counts = byPolicy != null || isDeploymentsFault(failure.countedAs());
        DeploymentHealth.Counts counted =
                state.failed(now, RATE_WINDOW_NANOS, counts ? settings.time().toNanos() : NOT_COUNTED);
        Integer allowedFails = byPolicy != null ? byPolicy : settings.allowedFails();
        Duration duration = duration(deployment, failure, settings);
        if (settings.disabled()
                || duration.isZero()
                || deployment.isWildcard()
                || !counts
                || !isDue(counted, groupSize, failure.countedAs(), allowedFails)) {
            return Optional.empty();
        }
        return state.coolDown(now, duration) ? Optional.of(duration) : Optional.empty();
    }

    private DeploymentHealth state(String id) {
        DeploymentHealth known = states.get(id);
        return known != null ? known : states.computeIfAbsent(id, unknown -> new DeploymentHealth());
    }

    private static Duration duration(Deployment deployment, UpstreamFailure failure, CooldownSettings settings) {
        Duration own = deployment.cooldownTime();
        Duration configured = own != null ? own : settings.time();
        Duration asked = failure.retryAfter();
        if (own == null && asked != null && asked.isZero()) {
            // It may be tried again at once.
            return Duration.ZERO;
        }
        if (configured.isZero() || asked == null || asked.compareTo(configured) <= 0) {
            return configured;
        }
        return asked.compareTo(MAX_RETRY_AFTER) < 0 ? asked : MAX_RETRY_AFTER;
    }

    /** Other 4xx say that the request is at fault: they count only if a policy names their class. */
    private static boolean isDeploymentsFault(int status) {
        return switch (status) {
            case 401, 404, 408, 429 -> true;
            default -> status < 400 || status >= 500;
        };
    }

    private static boolean isDue(
            DeploymentHealth.Counts counts, int groupSize, int status, @Nullable Integer allowedFails) {
        if (allowedFails != null) {
            return counts.recentFailures() > allowedFails;
        }
        boolean hasSiblings = groupSize > 1;
        int requests = counts.failures() + counts.successes();
        return status == 401
                || status == 404
                || (status == 429 && hasSiblings)
                || (counts.successes() == 0 && requests >= REQUESTS_FOR_TOTAL_FAILURE)
                || (hasSiblings && counts.failures() * 2 > requests);
    }
}
