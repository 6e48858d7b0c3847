package dev.flowgate.cli.auth;

import dev.flowgate.auth.ProviderSummary;
import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code auth list}: the providers, and what can be done with each. */
@Command(name = "list", description = "List the providers, and which can be logged in to or imported for.")
final class AuthListCommand implements Callable<Integer> {
    private final Workspace workspace;

    AuthListCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        ConfiguredProviders providers = ConfiguredProviders.of(workspace);
        providers.warnOfBrokenExtensions();
        List<ProviderSummary> summaries = providers.library().list();
        workspace.output().print(new Listed(summaries));
        if (summaries.stream().anyMatch(ProviderSummary::login)) {
            workspace.output().hint("To log in: " + workspace.command() + " auth login PROVIDER");
        }
        return ExitCode.DONE;
    }

    private record Listed(List<ProviderSummary> providers) implements Report {
        @Override
        public List<String> text(Style style) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("PROVIDER", "METHOD", "LOGIN", "IMPORT", ""));
            for (ProviderSummary provider : providers) {
                String problem = provider.problem();
                rows.add(List.of(
                        provider.configured() ? style.strong(provider.name()) : provider.name(),
                        provider.method() == null ? "-" : provider.method(),
                        provider.login() ? style.good("yes") : "no",
                        provider.headlessImport() ? style.good("yes") : "no",
                        problem == null ? "" : style.bad(problem)));
            }
            return style.table(rows).stream().map(String::stripTrailing).toList();
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            for (ProviderSummary provider : providers) {
                lines.add(new KeyValues()
                        .add("provider", provider.name())
                        .add("oauth_login", provider.login())
                        .add("headless_import", provider.headlessImport())
                        .add("method", provider.method())
                        .add("configured", provider.configured())
                        .add("problem", provider.problem())
                        .line());
            }
            lines.add("oauth_providers=" + names(ProviderSummary::login));
            lines.add("headless_import_providers=" + names(ProviderSummary::headlessImport));
            return lines;
        }

        @Override
        public Object json() {
            List<Map<String, @Nullable Object>> list = new ArrayList<>();
            for (ProviderSummary provider : providers) {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("provider", provider.name());
                entry.put("method", provider.method());
                entry.put("configured", provider.configured());
                entry.put("login", provider.login());
                entry.put("headless_import", provider.headlessImport());
                entry.put("problem", provider.problem());
                list.add(entry);
            }
            return Map.of("providers", list);
        }

        private String names(Predicate<ProviderSummary> which) {
            return providers.stream().filter(which).map(ProviderSummary::name).collect(Collectors.joining(","));
        }
    }
}
