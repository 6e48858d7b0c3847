package dev.flowgate.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Clients that obey the usual variables do not ask a proxy for an address on this machine. */
final class ProxyVariablesCheck implements Check {
    private static final List<String> PROXIES = List.of("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy");
    private static final List<String> LOCAL = List.of("127.0.0.1", "localhost");

    @Override
    public String name() {
        return "proxy_variables";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) {
        List<String> set =
                PROXIES.stream().filter(name -> isSet(examination, name)).toList();
        Finding.Builder finding = Finding.builder();
        if (set.isEmpty()) {
            return finding.detail("proxy", "none").build();
        }
        // Their values may hold a password.
        finding.detail("proxy", String.join(",", set));
        List<String> exceptions = Stream.of("NO_PROXY", "no_proxy")
                .map(examination::variable)
                .filter(value -> value != null)
                .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split(",", -1)))
                .map(String::strip)
                .toList();
        if (!exceptions.contains("*") && !exceptions.containsAll(LOCAL)) {
            finding.warning(Remark.repairedBy(
                    "export NO_PROXY=" + String.join(",", LOCAL) + "${NO_PROXY:+,$NO_PROXY} no_proxy="
                            + String.join(",", LOCAL) + "${no_proxy:+,$no_proxy}",
                    String.join(", ", set) + " sends clients to a proxy also for " + String.join(" and ", LOCAL)
                            + ", where FlowGate listens, because NO_PROXY does not name them"));
        }
        return finding.build();
    }

    private static boolean isSet(Examination examination, String name) {
        String value = examination.variable(name);
        return value != null && !value.isBlank();
    }
}
