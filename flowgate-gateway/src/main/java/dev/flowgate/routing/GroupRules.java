package dev.flowgate.routing;

import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import java.util.List;
import java.util.Objects;

/**
 * What has to be watched for the requests of one group. All is false for a group that needs none of it, and its requests
 * then pay for none.
 *
 * @param limitsParallel whether a deployment limits the requests under way
 * @param measures whether attempts are counted at all
 * @param times whether latencies are kept
 * @param readsUsage whether the tokens of answers matter
 * @param keepsRates whether rpm and tpm are limits by the strategy
 * @param checksRpm whether rpm is a limit by pre-call checks
 */
record GroupRules(
        boolean limitsParallel,
        boolean measures,
        boolean times,
        boolean readsUsage,
        boolean keepsRates,
        boolean checksRpm) {

    static GroupRules of(List<Deployment> members, RouterSettings settings) {
        Strategy strategy = settings.strategy().strategy();
        boolean byUsage = strategy == Strategy.USAGE_BASED || strategy == Strategy.USAGE_BASED_V2;
        boolean byLatency = strategy == Strategy.LATENCY_BASED;
        boolean rpm = members.stream().map(Deployment::rpm).anyMatch(Objects::nonNull);
        boolean tpm = members.stream().map(Deployment::tpm).anyMatch(Objects::nonNull);
        boolean rated = (byUsage || byLatency || strategy == Strategy.COST_BASED) && (rpm || tpm);
        boolean checksRpm = settings.enablePreCallChecks() && rpm;
        return new GroupRules(
                members.stream()
                        .anyMatch(member -> ParallelLimits.of(member, settings.defaultMaxParallelRequests())
                                != ParallelLimits.NONE),
                byUsage || byLatency || strategy == Strategy.LEAST_BUSY || rated || checksRpm,
                byLatency,
                byUsage || byLatency || (rated && tpm),
                rated,
                checksRpm);
    }

    /** Whether an attempt has to be admitted, and its end to be told. */
    boolean watches() {
        return limitsParallel || measures;
    }

    boolean keepsRpm(RouteRequest request) {
        return keepsRates || (checksRpm && request.isPrompted());
    }
}
