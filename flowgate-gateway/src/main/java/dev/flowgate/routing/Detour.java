package dev.flowgate.routing;

import dev.flowgate.routing.ModelNames.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a call remembers once something has failed: which deployments and models to leave out, and which come next. */
final class Detour {
    private final Deque<String> pending = new ArrayDeque<>();
    private final Set<String> visited = new HashSet<>();
    private final Set<String> failedInGroup = new HashSet<>();
    private final Set<String> condemned = new HashSet<>();

    /** Notes that a deployment failed; one that is condemned is not tried again, whatever is left. */
    void failed(Deployment deployment, boolean isCondemned) {
        failedInGroup.add(deployment.id());
        if (isCondemned) {
            condemned.add(deployment.id());
        }
    }

    boolean hasFailed(Deployment deployment) {
        return failedInGroup.contains(deployment.id());
    }

    /** Those that did not turn out unable to serve the request. */
    List<Deployment> able(List<Deployment> candidates) {
        return without(condemned, candidates);
    }

    /** Those that have not failed for this request, as long as there are any. */
    List<Deployment> preferred(List<Deployment> candidates) {
        List<Deployment> untried = without(failedInGroup, candidates);
        return untried.isEmpty() ? candidates : untried;
    }

    private static List<Deployment> without(Set<String> ids, List<Deployment> candidates) {
        List<Deployment> rest = new ArrayList<>(candidates);
        rest.removeIf(candidate -> ids.contains(candidate.id()));
        return rest;
    }

    /** Marks a model as done and puts those that stand in for it before those still to be tried. */
    void leave(Target done, List<String> standIns) {
        visited.add(done.requested());
        for (int i = standIns.size() - 1; i >= 0; i--) {
            pending.push(standIns.get(i));
        }
    }

    /** The next model that was not tried, or null. */
    @Nullable Target next(ModelNames names) {
        for (String name = pending.poll(); name != null; name = pending.poll()) {
            Target next = names.resolve(name);
            if (next != null && !visited.contains(next.requested())) {
                return next;
            }
        }
        return null;
    }

    /** Another group is tried: its deployments have not failed for this request. */
    void enterGroup() {
        failedInGroup.clear();
    }
}
