package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
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
        @Nullable String curl,
        String down)
        implements Report {

    /** One service that runs now, or has run to its end; {@code startedNow} is false when it ran before. */
    record Service(String name, @Nullable Long pid, boolean startedNow, Duration took) {}

    static UpReport of(FlowGateConfig config, String profile, List<Service> services, String command) {
        String down = command + " down";
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        if (router == null || !router.enabled()) {
            return new UpReport(profile, services, null, List.of(), null, down);
        }
        String address = ServiceSpecs.address(router).toString();
        // The document, not its typed form: a LiteLLM process may know providers that the engine does not.
        Map<String, Object> document = config.document(profile);
        List<String> models = models(document);
        // A pattern such as openai/* is no model that one could ask for.
        String curl = models.stream()
                .filter(model -> model.indexOf('*') < 0)
                .findFirst()
                .map(model -> curl(address, model, member(document, "general_settings", "master_key")))
                .orElse(null);
        return new UpReport(profile, services, address, models, curl, down);
    }

    @Override
    public List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        for (Service service : services) {
            if (service.pid() == null) {
                lines.add(style.mark(true) + " " + service.name() + " completed");
                continue;
            }
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
        lines.add("  " + down);
        return lines;
    }

    @Override
    public List<String> kv() {
        List<String> lines = new ArrayList<>();
        lines.add("profile=" + profile);
        services.forEach(service ->
                lines.add(service.name() + (service.pid() == null ? ":completed" : ":started pid=" + service.pid())));
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

    private static List<String> models(Map<String, Object> document) {
        Set<String> names = new LinkedHashSet<>();
        if (member(document, "router_settings", "model_group_alias") instanceof Map<?, ?> aliases) {
            aliases.forEach((name, alias) -> {
                boolean hidden = alias instanceof Map<?, ?> entry && Boolean.TRUE.equals(entry.get("hidden"));
                if (!hidden && !String.valueOf(name).startsWith("_comment")) {
                    names.add(String.valueOf(name));
                }
            });
        }
        if (document.get("model_list") instanceof List<?> deployments) {
            for (Object deployment : deployments) {
                if (deployment instanceof Map<?, ?> entry && entry.get("model_name") instanceof String name) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    private static @Nullable Object member(Map<String, Object> document, String section, String key) {
        return document.get(section) instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private static String curl(String address, String model, @Nullable Object masterKey) {
        String authorization = "";
        if (masterKey instanceof String key && !key.isBlank()) {
            authorization = SecretReference.parse(key) instanceof SecretReference.EnvironmentVariable variable
                    ? " -H \"Authorization: Bearer $" + variable.name() + "\""
                    : " -H 'Authorization: Bearer <your master key>'";
        }
        return "curl " + address + "/v1/chat/completions" + authorization
                + " -H 'Content-Type: application/json' -d '{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'";
    }
}
