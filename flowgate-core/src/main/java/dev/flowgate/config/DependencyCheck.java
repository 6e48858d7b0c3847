package dev.flowgate.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports dependencies on services that do not exist, and dependencies in a circle. */
final class DependencyCheck {
    private final Node.Mapping nodes;
    private final Problems problems;
    private final Set<String> finished = new HashSet<>();

    DependencyCheck(Node.Mapping nodes, Problems problems) {
        this.nodes = nodes;
        this.problems = problems;
    }

    void check(Map<String, ServiceConfig> services) {
        services.forEach((name, service) -> {
            for (String dependency : service.dependsOn().keySet()) {
                if (!services.containsKey(dependency)) {
                    problems.error(
                            origin(name),
                            "there is no service " + Quote.key(dependency) + "; the services are "
                                    + Quote.list(services.keySet()),
                            Spelling.didYouMean(dependency, services.keySet()));
                }
            }
        });
        services.keySet().forEach(name -> visit(name, services, new ArrayList<>()));
    }

    /** Walks depth first; the way so far is at most as long as there are services. */
    private void visit(String name, Map<String, ServiceConfig> services, List<String> way) {
        int seen = way.indexOf(name);
        if (seen >= 0) {
            List<String> circle = new ArrayList<>(way.subList(seen, way.size()));
            circle.add(name);
            problems.error(
                    origin(name),
                    "these services wait for each other: " + String.join(" -> ", circle),
                    "remove one of the dependencies");
            return;
        }
        ServiceConfig service = services.get(name);
        if (service == null || finished.contains(name)) {
            return;
        }
        way.add(name);
        service.dependsOn().keySet().forEach(dependency -> visit(dependency, services, way));
        way.remove(way.size() - 1);
        finished.add(name);
    }

    private Origin origin(String name) {
        Node dependsOn = Values.mapping(nodes.get(name)).get("depends_on");
        return dependsOn == null ? nodes.origin() : dependsOn.origin();
    }
}
