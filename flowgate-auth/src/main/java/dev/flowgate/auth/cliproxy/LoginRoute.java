package dev.flowgate.auth.cliproxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A login that some CLIProxyAPI offers, with the different names that its routes, callbacks and files have for it. */
@SuppressWarnings("ImmutableEnumChecker") // what List.of, Set.of and a record of texts hold does not change
enum LoginRoute {
    CODEX("codex", "codex", Flow.BROWSER, List.of("codex", "openai"), Set.of("codex"), Editions.ALL),
    ANTHROPIC(
            "anthropic",
            "anthropic",
            Flow.BROWSER,
            List.of("claude", "anthropic"),
            Set.of("claude", "anthropic"),
            Editions.ALL),
    GEMINI(
            "gemini-cli",
            "gemini",
            Flow.BROWSER,
            List.of("gemini", "gemini-cli", "google"),
            Set.of("gemini", "gemini-cli"),
            Editions.untilMainline("7.2.19")),
    ANTIGRAVITY(
            "antigravity",
            "antigravity",
            Flow.BROWSER,
            List.of("antigravity"),
            Set.of("antigravity"),
            new Editions("0", "6.5.4", null)),
    IFLOW("iflow", "iflow", Flow.BROWSER, List.of("iflow"), Set.of("iflow"), Editions.untilMainline("6.9.27")),
    QWEN("qwen", "qwen", Flow.DEVICE, List.of("qwen"), Set.of("qwen"), Editions.untilMainline("6.9.25")),
    KIMI("kimi", "kimi", Flow.DEVICE, List.of("kimi"), Set.of("kimi"), new Editions("6.8.0-0", "6.8.0", null)),
    GITHUB(
            "github",
            "github",
            Flow.DEVICE,
            List.of("copilot", "github", "github-copilot"),
            Set.of("github-copilot", "github"),
            Editions.plusAlone("6.7.9-0")),
    KIRO("kiro", "kiro", Flow.KIRO, List.of("kiro"), Set.of("kiro"), Editions.plusAlone("6.6.8-1")),
    KILO("kilo", "kilo", Flow.DEVICE, List.of("kilo"), Set.of("kilo"), Editions.plusAlone("6.8.18-1")),
    GITLAB("gitlab", "gitlab", Flow.BROWSER, List.of("gitlab"), Set.of("gitlab"), Editions.plusAlone("6.8.52-0")),
    CURSOR("cursor", "cursor", Flow.DEVICE, List.of("cursor"), Set.of("cursor"), Editions.plusAlone("6.9.4-1")),
    XAI("xai", "xai", Flow.DEVICE, List.of("xai", "grok"), Set.of("xai"), new Editions(null, "7.1.0", null));

    private final String path;
    private final String callbackProvider;
    private final Flow flow;
    private final List<String> names;
    private final Set<String> types;
    private final Editions editions;

    LoginRoute(
            String path, String callbackProvider, Flow flow, List<String> names, Set<String> types, Editions editions) {
        this.path = path;
        this.callbackProvider = callbackProvider;
        this.flow = flow;
        this.names = names;
        this.types = types;
        this.editions = editions;
    }

    /** How the user and the provider meet. */
    enum Flow {
        /** The browser is sent back to an address on this machine, or its address is pasted. */
        BROWSER,
        /** The server asks the provider until the user has agreed there. */
        DEVICE,
        /** Kiro's own: everything that the user has to know comes with the polls. */
        KIRO
    }

    /** Finds the login to a provider by any of its names. */
    static Optional<LoginRoute> of(String provider) {
        String name = provider.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(route -> route.names.contains(name) || route.path.equals(name))
                .findFirst();
    }

    /** Lists all names, for a message. */
    static String allNames() {
        return Arrays.stream(values()).map(LoginRoute::displayName).collect(Collectors.joining(", "));
    }

    /** Lists what a server of some version offers of itself, for a message. */
    static String namesOfferedBy(ServerVersion version) {
        return Arrays.stream(values())
                .filter(route -> route.editions.include(version))
                .map(LoginRoute::displayName)
                .collect(Collectors.joining(", "));
    }

    String displayName() {
        return names.get(0);
    }

    String path() {
        return path;
    }

    String callbackProvider() {
        return callbackProvider;
    }

    Flow flow() {
        return flow;
    }

    Editions editions() {
        return editions;
    }

    /** Tells whether a credential of this type is one of this login. */
    boolean takes(String type) {
        return types.contains(type.toLowerCase(Locale.ROOT));
    }
}
