package dev.flowgate.cli.doctor;

import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.secret.SecretReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The environment variables that the active profile refers to are set, as far as this command sees. */
final class EnvironmentVariablesCheck implements Check {
    @Override
    public String name() {
        return "environment_variables";
    }

    @Override
    public Finding look(Examination examination) {
        Map<String, Object> document = new LinkedHashMap<>(examination.config().document(examination.profile()));
        Object models = document.remove("model_list");
        Map<String, Set<String>> sufferers = new TreeMap<>();
        for (String name : missing(document, examination)) {
            sufferers.computeIfAbsent(name, unset -> new TreeSet<>()).add("the router's own settings");
        }
        Set<String> working = new TreeSet<>();
        Map<String, Set<String>> broken = new TreeMap<>();
        if (models instanceof Iterable<?> list) {
            for (Object entry : list) {
                model(entry, examination, working, broken);
            }
        }
        for (ServiceConfig service : examination.enabledServices()) {
            CommandConfig command = service.command();
            if (command != null) {
                for (String name : missing(command.environment(), examination)) {
                    sufferers
                            .computeIfAbsent(name, unset -> new TreeSet<>())
                            .add("the service " + service.name() + ", which does not start");
                }
            }
        }
        broken.forEach((model, names) -> names.forEach(name -> {
            if (!working.contains(model)) {
                sufferers
                        .computeIfAbsent(name, unset -> new TreeSet<>())
                        .add("model " + model + ", which has no other deployment");
            }
        }));
        Finding.Builder finding = Finding.builder();
        Set<String> unset = new TreeSet<>(sufferers.keySet());
        sufferers.forEach((name, who) -> finding.problem(remark(name, who)));
        broken.forEach((model, names) -> names.forEach(name -> {
            if (working.contains(model) && unset.add(name)) {
                finding.warning(remark(name, Set.of("a deployment of model " + model + ", which has others")));
            }
        }));
        if (!unset.isEmpty()) {
            finding.detail("unset", String.join(",", unset));
        }
        return finding.build();
    }

    private static void model(
            @Nullable Object entry, Examination examination, Set<String> working, Map<String, Set<String>> broken) {
        String name = entry instanceof Map<?, ?> map ? String.valueOf(map.get("model_name")) : "unnamed";
        Set<String> missing = missing(entry, examination);
        if (missing.isEmpty()) {
            working.add(name);
        } else {
            broken.computeIfAbsent(name, first -> new TreeSet<>()).addAll(missing);
        }
    }

    private static Remark remark(String name, Set<String> who) {
        return Remark.advised(
                "Set it where FlowGate is started (export " + name + "=...), then start the service again.",
                "the environment variable " + name + " is not set; it is needed by " + String.join("; ", who));
    }

    private static Set<String> missing(@Nullable Object value, Examination examination) {
        Set<String> names = new TreeSet<>();
        collect(value, names);
        names.removeIf(name -> {
            String set = examination.variable(name);
            return set != null && !set.isBlank();
        });
        return names;
    }

    private static void collect(@Nullable Object value, Set<String> names) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(member -> collect(member, names));
        } else if (value instanceof Iterable<?> list) {
            list.forEach(member -> collect(member, names));
        } else if (value instanceof String text && text.startsWith(SecretReference.ENVIRONMENT_PREFIX)) {
            names.add(text.substring(SecretReference.ENVIRONMENT_PREFIX.length()));
        }
    }
}
