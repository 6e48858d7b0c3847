package dev.flowgate.cli.smoke;

import dev.flowgate.auth.cliproxy.ServerConfiguration;
import dev.flowgate.auth.cliproxy.ServerFile;
import dev.flowgate.cli.real.MasterKey;
import dev.flowgate.cli.real.RealServices;
import dev.flowgate.cli.service.ServiceSpecs;
import dev.flowgate.cli.smoke.ServiceApi.NoAnswer;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.secret.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the services that run what their clients would.
 *
 * @param config the configuration
 * @param services tells where they run
 * @param command the program, as the user types it
 */
record ApiChecks(FlowGateConfig config, ServiceSupervisor services, String command) {
    /** Returns what the router offers. */
    List<String> models(String profile) throws InterruptedException {
        try {
            return router(profile).models();
        } catch (NoAnswer failure) {
            String suggestion = failure.isRefused()
                    ? "restart the router, if general_settings.master_key has changed since it was started: " + command
                            + " service restart " + ServiceConfig.LITELLM
                    : command + " service logs " + ServiceConfig.LITELLM;
            throw new SmokeFailure(failure.told(), ServiceConfig.LITELLM, suggestion, Map.of());
        }
    }

    /** Has the router answer a question; returns what there is to know of that. */
    Map<String, Object> complete(String profile, @Nullable String chosen, List<String> models)
            throws InterruptedException {
        String model = chosen == null ? first(models) : chosen;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", model);
        try {
            facts.put("answer", router(profile).complete(model));
            return facts;
        } catch (NoAnswer failure) {
            String suggestion = models.contains(model)
                    ? "see where the request goes: " + command + " route explain '" + model + "'; try another model: "
                            + command + " smoke --model NAME"
                    : "--model has to be one of: " + String.join(", ", models);
            throw new SmokeFailure(failure.told(), ServiceConfig.LITELLM, suggestion, facts);
        }
    }

    /** Tells whether CLIProxyAPI runs, and so can be asked. */
    boolean runsCliProxyApi() {
        return config.services().containsKey(ServiceConfig.CLIPROXYAPI_PLUS)
                && services.status(ServiceConfig.CLIPROXYAPI_PLUS) instanceof ServiceStatus.Running;
    }

    /** Returns what CLIProxyAPI offers; nothing is a good answer, until somebody has logged in. */
    Map<String, Object> cliProxyApi() throws InterruptedException {
        Secret key = ServerFile.of(config)
                .flatMap(ServerFile::configuration)
                .map(ServerConfiguration::clientKeys)
                .flatMap(keys -> keys.stream().findFirst())
                .orElse(null);
        try {
            URI address = address(configured(ServiceConfig.CLIPROXYAPI_PLUS));
            return Map.of(
                    "models", new ServiceApi(address.toString(), key).models().size());
        } catch (NoAnswer failure) {
            String suggestion = failure.isRefused()
                    ? "restart it, if api-keys in its configuration has changed since it was started: " + command
                            + " service restart " + ServiceConfig.CLIPROXYAPI_PLUS
                    : command + " service logs " + ServiceConfig.CLIPROXYAPI_PLUS;
            throw new SmokeFailure(failure.told(), ServiceConfig.CLIPROXYAPI_PLUS, suggestion, Map.of());
        }
    }

    /** Returns the first model that can be asked by its name: one with an asterisk stands for many. */
    private String first(List<String> models) {
        return models.stream()
                .filter(model -> model.indexOf('*') < 0)
                .findFirst()
                .orElseThrow(() -> new SmokeFailure(
                        models.isEmpty()
                                ? "The router offers no model."
                                : "The router offers patterns of names only: " + String.join(", ", models) + ".",
                        null,
                        models.isEmpty()
                                ? "add one to litellm_base.model_list"
                                : "name a model that fits one: " + command + " smoke --model NAME",
                        Map.of()));
    }

    private ServiceApi router(String profile) {
        ServiceConfig service = configured(ServiceConfig.LITELLM);
        MasterKey key = MasterKey.of(config.document(profile), profile, ServiceSpecs.of(config, service));
        return new ServiceApi(address(service) + RealServices.path(service, ""), key.value());
    }

    private ServiceConfig configured(String name) {
        ServiceConfig service = config.services().get(name);
        if (service == null) {
            throw new SmokeFailure(
                    "The configuration has no service '" + name + "', which would answer.",
                    null,
                    "add it: services: {" + name + ": {type: embedded}}",
                    Map.of());
        }
        return service;
    }

    private URI address(ServiceConfig service) {
        String name = service.name();
        if (!(services.status(name) instanceof ServiceStatus.Running running)) {
            throw new SmokeFailure(
                    name + " does not run" + (service.enabled() ? "." : ": the configuration does not enable it."),
                    name,
                    service.enabled() ? command + " status" : "set services." + name + ".enabled to true",
                    Map.of());
        }
        return ServiceSpecs.address(service, running);
    }
}
