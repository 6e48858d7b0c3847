package dev.flowgate.cli.auth;

import dev.flowgate.auth.LoginResult;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a login ended. The address to open was told before, also to scripts.
 *
 * @param provider whom for
 * @param status {@code ok}, {@code failed} or {@code cancelled}
 * @param result what it ended with; null when it did not succeed
 * @param url the address that was to be opened; null when there was none
 */
record LoginReport(
        String provider,
        String status,
        @Nullable LoginResult result,
        @Nullable URI url) implements Report {
    static LoginReport succeeded(LoginResult result, @Nullable URI url) {
        return new LoginReport(result.provider(), "ok", result, url);
    }

    static LoginReport failed(String provider, String status) {
        return new LoginReport(provider, status, null, null);
    }

    /** A failure is told by the error alone. */
    @Override
    public List<String> text(Style style) {
        if (result == null) {
            return List.of();
        }
        HeldCredential held = result.credential();
        List<String> lines = new ArrayList<>();
        lines.add(style.mark(true) + " logged in to " + style.strong(provider)
                + (held.account() == null ? "" : " as " + Spoken.printable(held.account())));
        lines.add("  kept in " + Spoken.printable(held.location()));
        if (held.expiresAt() != null) {
            lines.add("  until " + Spoken.time(held.expiresAt()) + (held.renewable() ? ", renewed before" : ""));
        }
        if (held.problem() != null) {
            lines.add(style.warning("  " + Spoken.printable(held.problem())));
        }
        return lines;
    }

    @Override
    public List<String> kv() {
        List<String> lines = new ArrayList<>();
        lines.add("oauth_status=" + status);
        if (result != null) {
            lines.add(new KeyValues()
                    .add("provider", provider)
                    .add("method", result.method())
                    .add("account", result.credential().account())
                    .add("location", result.credential().location())
                    .add("expires_at", result.credential().expiresAt())
                    .add("renewable", result.credential().renewable())
                    .add("problem", result.credential().problem())
                    .line());
        }
        return lines;
    }

    @Override
    public Object json() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("provider", provider);
        members.put("method", result == null ? null : result.method());
        members.put("status", status);
        members.put("login_url", url == null ? null : url.toASCIIString());
        members.put("credential", result == null ? null : HeldReport.json(result.credential()));
        return members;
    }
}
