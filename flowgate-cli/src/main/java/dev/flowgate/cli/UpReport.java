package dev.flowgate.cli;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.secret.SecretReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code up} has brought about, and what to type next. */
record UpReport(
        String profile,
        List<Service> services,
        @Nullable String address,
        List<String> models,
        @Nullable String curl) implements Report {

    /** One service that runs now; {@code startedNow} is false when it ran before. */
    record Service(String name, long pid, boolean startedNow, Duration took) {}

    static UpReport of(FlowGateConfig config, String profile, LiteLlmConfig litellm, List<Service> services) {
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router == null || !router.enabled()) {
            return new UpReport(profile, services, null, List.of(), null);
        }
        String address = ServiceSpecs.address(router).toString();
        List<String> models = models(litellm);
        String curl = models.isEmpty() ? null : curl(address, models.get(0), litellm.masterKey());
        return new UpReport(profile, services, address, models, curl);
    }

    @Override
    public List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        for (Service service : services) {
            String how = service.startedNow() ? "ready in " + Spoken.duration(service.took()) : "was running";
            lines.add(style.mark(true) + " " + service.name() + " " + how + style.faint("  pid " + service.pid()));
        }
        if (address != null) {
            lines.add("");
            lines.add("Address  " + style.strong(address));
            lines.add("Profile  " + profile);
            lines.add("Models   "
                    + (models.isEmpty() ? "none; add some to litellm_base.model_list" : String.join(", ", models)));
        }
        if (curl != null) {
            lines.add("");
            lines.add("Try it:");
            lines.add("  " + curl);
        }
        lines.add("Stop it:");
        lines.add("  " + Workspace.command() + " down");
        return lines;
    }

    @Override
    public List<String> kv() {
        List<String> lines = new ArrayList<>();
        lines.add("profile=" + profile);
        services.forEach(service -> lines.add(service.name() + ":started pid=" + service.pid()));
        if (address != null) {
            lines.add("address=" + address);
            lines.add("models=" + String.join(",", models));
        }
        return lines;
    }

    @Override
    public Object json() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("profile", profile);
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Service service : services) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("service", service.name());
            entry.put("pid", service.pid());
            entry.put("started_now", service.startedNow());
            list.add(entry);
        }
        members.put("services", list);
        members.put("address", address);
        members.put("models", models);
        return members;
    }

    private static List<String> models(LiteLlmConfig litellm) {
        Set<String> names = new LinkedHashSet<>();
        litellm.router().modelGroupAliases().forEach((name, alias) -> {
            if (!alias.hidden()) {
                names.add(name);
            }
        });
        litellm.deployments().stream().map(DeploymentConfig::modelName).forEach(names::add);
        return List.copyOf(names);
    }

    private static String curl(String address, String model, @Nullable SecretReference masterKey) {
        String authorization = masterKey == null
                ? ""
                : masterKey instanceof SecretReference.EnvironmentVariable variable
                        ? " -H \"Authorization: Bearer $" + variable.name() + "\""
                        : " -H 'Authorization: Bearer <your master key>'";
        return "curl " + address + "/v1/chat/completions" + authorization
                + " -H 'Content-Type: application/json' -d '{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'";
    }
}
