package dev.flowgate.routing;

import dev.flowgate.litellm.RouterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Routes requests over the deployments of one configuration: {@link #open} starts one, and the {@link RoutedCall} takes
 * it from there. Immutable apart from the {@link CooldownTracker} and the {@link LoadTracker}; safe for use by many threads.
 */
public final class Router {
    private final RouterSettings settings;
    private final ModelNames names;
    private final RetryLimits retries;
    private final StandIns standIns;
    private final CooldownTracker cooldowns;
    private final Loads loads;
    private final CandidateFilter filter;
    private final RandomGenerator random;
    private final RoutingListener listener;

    /**
     * Creates a router. Its limits on parallel requests are in force from now on, for the requests of earlier routers
     * too.
     *
     * @param deployments the deployments, in the order of the configuration
     * @param settings the router settings
     * @param cooldowns the state of the deployments; shared by the routers before and after a reload
     * @param loads the load of the deployments; shared like that, too
     * @param random the source of chance; called by many threads at once
     * @param listener is told of cooldowns and fallbacks
     */
    public Router(
            List<Deployment> deployments,
            RouterSettings settings,
            CooldownTracker cooldowns,
            LoadTracker loads,
            RandomGenerator random,
            RoutingListener listener) {
        this.settings = settings;
        Loads own = new Loads(loads, deployments, settings.defaultMaxParallelRequests());
        this.loads = own;
        this.filter = new CandidateFilter(settings, own);
        this.names = new ModelNames(
                deployments,
                settings.modelGroupAliases(),
                members -> Strategies.of(settings.strategy(), members, own),
                members -> GroupRules.of(members, settings));
        this.retries = new RetryLimits(settings.retries());
        this.standIns = new StandIns(settings.fallbacks());
        this.cooldowns = cooldowns;
        this.random = random;
        this.listener = listener;
    }

    /**
     * Starts to route a request.
     *
     * @param request the request
     * @return the call; used by one thread at a time
     */
    public RoutedCall open(RouteRequest request) {
        return new RoutedCall(this, request);
    }

    /**
     * Returns the names that callers may use: aliases that are not hidden, then model groups, each once.
     *
     * @return the names in order
     */
    public List<String> visibleModels() {
        return names.visible();
    }

    /**
     * Tells whether a request for this model could be routed.
     *
     * @param model a model name
     * @return whether it is a group, an alias, an id or the provider and model of a deployment, or matches a pattern
     */
    public boolean knows(String model) {
        return names.resolve(model) != null;
    }

    /**
     * Returns the state of every model group, in the order of the configuration.
     *
     * @return one entry for each group
     */
    public List<GroupHealth> health() {
        List<GroupHealth> all = new ArrayList<>();
        for (ModelGroup group : names.groups()) {
            int unusable = 0;
            int cooling = 0;
            for (Deployment member : group.members()) {
                if (member.problem() != null) {
                    unusable++;
                } else if (cooldowns.isCooling(member.id())) {
                    cooling++;
                }
            }
            all.add(new GroupHealth(group.name(), group.members().size() - cooling - unusable, cooling, unusable));
        }
        return all;
    }

    /**
     * Explains how a model name would be routed now.
     *
     * @param model a model name
     * @return the explanation; it has no groups when the name is unknown
     */
    public RouteExplanation explain(String model) {
        return new RouteExplainer(this).explain(model);
    }

    RouterSettings settings() {
        return settings;
    }

    ModelNames names() {
        return names;
    }

    RetryLimits retries() {
        return retries;
    }

    StandIns standIns() {
        return standIns;
    }

    CooldownTracker cooldowns() {
        return cooldowns;
    }

    Loads loads() {
        return loads;
    }

    CandidateFilter filter() {
        return filter;
    }

    RandomGenerator random() {
        return random;
    }

    RoutingListener listener() {
        return listener;
    }

    /** The deployments that may serve a request now; those asked for by their id always may. */
    List<Deployment> candidates(ModelGroup group, RouteRequest request) {
        List<Deployment> healthy = healthy(group, group.candidates(request.protocol()));
        return group.isPinned() ? healthy : filter.apply(group, request, healthy);
    }

    /** Those of the deployments that may serve a request that have room, or all of them when none has. */
    List<Deployment> roomy(ModelGroup group, List<Deployment> candidates) {
        List<Deployment> free = group.rules().limitsParallel() ? loads.free(candidates) : candidates;
        return free.isEmpty() ? candidates : free;
    }

    /** The candidates that are not cooling down; the same list when none is, so that the usual case copies nothing. */
    List<Deployment> healthy(ModelGroup group, List<Deployment> candidates) {
        if (group.isPinned()) {
            return candidates;
        }
        List<Deployment> healthy = null;
        for (int i = 0; i < candidates.size(); i++) {
            Deployment candidate = candidates.get(i);
            if (cooldowns.isCooling(candidate.id())) {
                if (healthy == null) {
                    healthy = new ArrayList<>(candidates.subList(0, i));
                }
            } else if (healthy != null) {
                healthy.add(candidate);
            }
        }
        return healthy == null ? candidates : healthy;
    }

    /** The limit of a request: what the request says, else the deployment, else the router (specs of LiteLLM). */
    Duration timeout(Deployment deployment, boolean stream, RequestOverrides overrides) {
        Duration streamLimit = stream
                ? firstNonNull(overrides.streamTimeout(), deployment.streamTimeout(), settings.streamTimeout())
                : null;
        if (streamLimit != null) {
            return streamLimit;
        }
        Duration limit = firstNonNull(overrides.timeout(), deployment.timeout(), settings.timeout());
        return limit == null ? settings.timeout() : limit;
    }

    private static @Nullable Duration firstNonNull(
            @Nullable Duration first, @Nullable Duration second, @Nullable Duration third) {
        return first != null ? first : second != null ? second : third;
    }
}
