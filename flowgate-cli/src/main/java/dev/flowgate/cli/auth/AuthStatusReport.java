package dev.flowgate.cli.auth;

import dev.flowgate.auth.ProviderStatus;
import dev.flowgate.auth.ProviderSummary;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in to what.
 *
 * @param folder where CLIProxyAPI's credentials are unless its own configuration names another folder
 * @param issues secret files that others may read
 * @param providers how each provider stands
 */
record AuthStatusReport(Path folder, List<String> issues, List<ProviderStatus> providers) implements Report {
    @Override
    public List<String> text(Style style) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROVIDER", "METHOD", "ACCOUNT", "EXPIRES", "RENEWED", "WHERE"));
        List<String> problems = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        for (ProviderStatus provider : providers) {
            ProviderSummary summary = provider.summary();
            if (provider.credentials().isEmpty() && !summary.configured()) {
                unused.add(summary.name());
                continue;
            }
            if (provider.credentials().isEmpty()) {
                String state = provider.problem() == null ? "not logged in" : style.bad("unknown");
                rows.add(List.of(style.strong(summary.name()), method(summary), state, "-", "-", "-"));
            }
            for (HeldCredential held : provider.credentials()) {
                rows.add(row(summary, held, style));
                if (held.problem() != null) {
                    problems.add(style.mark(false) + " " + summary.name() + ": " + Spoken.printable(held.problem()));
                }
            }
            if (provider.problem() != null) {
                problems.add(style.mark(false) + " " + summary.name() + ": " + Spoken.printable(provider.problem()));
            }
        }
        List<String> lines = new ArrayList<>();
        if (rows.size() > 1) {
            style.table(rows).stream().map(String::stripTrailing).forEach(lines::add);
        }
        if (!unused.isEmpty()) {
            lines.add(style.faint("Neither configured nor logged in: " + String.join(", ", unused)));
        }
        lines.addAll(problems);
        if (!issues.isEmpty()) {
            lines.add("");
            lines.add(style.warning("Secrets that others can read:"));
            issues.forEach(issue -> lines.add("  " + issue));
        }
        return lines;
    }

    @Override
    public List<String> kv() {
        List<String> lines = new ArrayList<>();
        lines.add("default_auth_dir=" + folder);
        lines.add("secret_permission_issues=" + issues.size());
        for (ProviderStatus provider : providers) {
            if (provider.credentials().isEmpty()) {
                lines.add(line(provider).add("problem", provider.problem()).line());
            }
            for (HeldCredential held : provider.credentials()) {
                lines.add(line(provider)
                        .add("account", held.account())
                        .add("location", held.location())
                        .add("expires_at", held.expiresAt())
                        .add("renewable", held.renewable())
                        .add("problem", held.problem())
                        .line());
            }
        }
        return lines;
    }

    @Override
    public Object json() {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (ProviderStatus provider : providers) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("provider", provider.summary().name());
            entry.put("method", provider.summary().method());
            entry.put("login", provider.summary().login());
            entry.put("headless_import", provider.summary().headlessImport());
            entry.put(
                    "credentials",
                    provider.credentials().stream().map(HeldReport::json).toList());
            entry.put("problem", provider.problem());
            list.add(entry);
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("default_auth_dir", folder.toString());
        members.put("secret_permission_issues", issues);
        members.put("providers", list);
        return members;
    }

    private static KeyValues line(ProviderStatus provider) {
        return new KeyValues()
                .add("provider", provider.summary().name())
                .add("method", method(provider.summary()))
                .add("oauth_login", provider.summary().login())
                .add("headless_import", provider.summary().headlessImport());
    }

    private static String method(ProviderSummary summary) {
        return summary.method() == null ? "none" : summary.method();
    }

    private static List<String> row(ProviderSummary summary, HeldCredential held, Style style) {
        return List.of(
                style.strong(summary.name()),
                method(summary),
                held.account() == null ? "-" : Spoken.printable(held.account()),
                expiry(held, style),
                held.renewable() ? "yes" : "no",
                Spoken.printable(held.location()));
    }

    private static String expiry(HeldCredential held, Style style) {
        if (held.expiresAt() == null) {
            return "-";
        }
        Duration left = Duration.between(Instant.now(), held.expiresAt());
        return left.isNegative()
                ? style.warning(Spoken.duration(left.negated()) + " ago")
                : "in " + Spoken.duration(left);
    }
}
