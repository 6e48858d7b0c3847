package dev.flowgate.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one configuration's deployments. A request that began before a reload keeps them, even those of a
 * deployment that is gone.
 */
final class Loads {
    private final LoadTracker tracker;
    private final Map<String, DeploymentLoad> loads = new HashMap<>();

    /** Finds the loads, and puts the limits of this configuration in force. */
    Loads(LoadTracker tracker, List<Deployment> deployments, @Nullable Integer defaultMaxParallelRequests) {
        this.tracker = tracker;
        for (Deployment deployment : deployments) {
            DeploymentLoad load = tracker.load(deployment.id());
            loads.put(deployment.id(), load);
            tracker.limits().limit(load.slot(), ParallelLimits.of(deployment, defaultMaxParallelRequests));
        }
    }

    DeploymentLoad of(Deployment deployment) {
        DeploymentLoad load = loads.get(deployment.id());
        if (load == null) {
            throw new IllegalArgumentException("Deployment " + deployment.id() + " is not of this configuration.");
        }
        return load;
    }

    /** The deployments with room for another request. */
    List<Deployment> free(List<Deployment> candidates) {
        List<Deployment> free = new ArrayList<>(candidates.size());
        for (Deployment candidate : candidates) {
            if (limits().isFree(of(candidate).slot())) {
                free.add(candidate);
            }
        }
        return free;
    }

    LoadTracker tracker() {
        return tracker;
    }

    ParallelLimits limits() {
        return tracker.limits();
    }
}
