package dev.flowgate.gateway;

import dev.flowgate.gateway.DeploymentFactory.Running;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.routing.CooldownTracker;
import dev.flowgate.routing.Deployment;
import dev.flowgate.routing.LoadTracker;
import dev.flowgate.routing.Router;
import dev.flowgate.routing.RoutingListener;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one configuration determines. A request keeps the one it began with, so that a reload never changes
 * the rules under it. Immutable apart from the cooldowns and loads, which all generations share.
 *
 * @param number counts from 1
 * @param profile the profile's name, for a person to read
 * @param router routes requests
 * @param running the deployments by their id
 * @param config what it was made of
 * @param masterKey what clients must present; null means nothing
 */
record Generation(
        int number,
        String profile,
        Router router,
        Map<String, Running> running,
        LiteLlmConfig config,
        @Nullable Secret masterKey) {

    /** What every generation is made with. */
    record Ingredients(
            UnaryOperator<@Nullable String> environment,
            long connectMillis,
            CooldownTracker cooldowns,
            LoadTracker loads,
            RandomGenerator random,
            RoutingListener listener) {

        Generation create(int number, String profile, LiteLlmConfig config) {
            DeploymentFactory factory = new DeploymentFactory(
                    environment, connectMillis, UpstreamTrust.of(config.certificates(), environment));
            List<Deployment> deployments = new ArrayList<>();
            Map<String, Running> running = new HashMap<>();
            for (DeploymentConfig entry : config.deployments()) {
                Running made = factory.create(entry);
                deployments.add(made.deployment());
                if (running.put(entry.id(), made) != null) {
                    throw new GatewayException(
                            "Two deployments have the id " + entry.id()
                                    + ". Give each entry of model_list its own model_info.id.",
                            null);
                }
            }
            SecretReference key = config.masterKey();
            Secret masterKey = key == null ? null : key.resolve(environment);
            Router router = new Router(deployments, config.router(), cooldowns, loads, random, listener);
            return new Generation(number, profile, router, Map.copyOf(running), config, masterKey);
        }
    }

    Running running(Deployment deployment) {
        Running found = running.get(deployment.id());
        if (found == null) {
            throw new IllegalStateException("Deployment " + deployment.id() + " is not of this generation.");
        }
        return found;
    }
}
