package dev.flowgate.cli.service;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The services to start, each after those it depends on. */
final class StartOrder {
    private final Map<String, ServiceConfig> ordered = new LinkedHashMap<>();
    private final FlowGateConfig config;

    private StartOrder(FlowGateConfig config) {
        this.config = config;
    }

    /** Orders the chosen services and everything that they depend on. */
    static List<ServiceConfig> of(FlowGateConfig config, Collection<ServiceConfig> chosen) {
        StartOrder order = new StartOrder(config);
        chosen.forEach(order::add);
        return new ArrayList<>(order.ordered.values());
    }

    // The configuration has been checked: every dependency exists, and there are no cycles.
    private void add(ServiceConfig service) {
        if (ordered.containsKey(service.name())) {
            return;
        }
        for (String name : service.dependsOn().keySet()) {
            ServiceConfig dependency = config.services().get(name);
            if (dependency != null) {
                add(dependency);
            }
        }
        ordered.put(service.name(), service);
    }
}
