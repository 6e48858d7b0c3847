package dev.flowgate.cli.doctor;

import dev.flowgate.auth.cliproxy.ManagementKey;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.secret.SecretKeys;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** No key is one that stands in an example for everybody to read. */
final class TemplateKeysCheck implements Check {
    private static final Set<String> KNOWN =
            Set.of("sk-1234", "sk-local-test", "sk-test", "sk-xxx", "anything", "password");
    private static final Pattern TELLING =
            Pattern.compile("change-?_?me.*|your[-_ ].*|<.*>|sk-\\.{2,}|\\.{3,}|x{4,}|.*replace[-_ ]?(me|this|with).*");

    @Override
    public String name() {
        return "template_keys";
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        search("litellm", examination.config().document(examination.profile()), false, examination, finding);
        return finding.countIssues().build();
    }

    private static void search(
            String path, @Nullable Object value, boolean secret, Examination examination, Finding.Builder finding) {
        if (value instanceof Map<?, ?> map) {
            if (isLocalUpstream(map, examination)) {
                return;
            }
            map.forEach((key, member) -> {
                String name = String.valueOf(key);
                search(path + "." + name, member, secret || SecretKeys.isSecret(name), examination, finding);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                search(path + "[" + i + "]", list.get(i), secret, examination, finding);
            }
        } else if (secret && value instanceof String text) {
            String variable = text.startsWith(SecretReference.ENVIRONMENT_PREFIX)
                    ? text.substring(SecretReference.ENVIRONMENT_PREFIX.length())
                    : null;
            String key = variable == null ? text : examination.variable(variable);
            if (key != null && isTemplate(key)) {
                finding.problem(Remark.advised(
                        "Put a key of your own there.",
                        path + (variable == null ? "" : ", the environment variable " + variable + ",")
                                + " is a key out of an example, which everybody knows"));
            }
        }
    }

    /** Servers on this machine that want any key at all are content with such a one; CLIProxyAPI is not among them. */
    private static boolean isLocalUpstream(Map<?, ?> parameters, Examination examination) {
        if (!(parameters.get("api_base") instanceof String base)) {
            return false;
        }
        ServiceConfig proxy = examination.config().services().get(ServiceConfig.CLIPROXYAPI_PLUS);
        try {
            URI address = URI.create(base);
            return address.getHost() != null
                    && ManagementKey.suits(address.getHost())
                    && (proxy == null || address.getPort() != proxy.port());
        } catch (IllegalArgumentException malformed) {
            // The configuration's own check says so.
            return false;
        }
    }

    static boolean isTemplate(String key) {
        String lower = key.strip().toLowerCase(Locale.ROOT);
        return KNOWN.contains(lower) || TELLING.matcher(lower).matches();
    }
}
