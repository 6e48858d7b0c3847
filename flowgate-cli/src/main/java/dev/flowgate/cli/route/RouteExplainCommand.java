package dev.flowgate.cli.route;

import dev.flowgate.cli.output.Flattened;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.gateway.Gateway;
import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.profile.ProfileActivator;
import dev.flowgate.routing.RouteExplanation;
import dev.flowgate.routing.RouteExplanation.Candidate;
import dev.flowgate.routing.RouteExplanation.Fallbacks;
import dev.flowgate.routing.RouteExplanation.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code route explain}: what the engine would do with a request, found without sending anything. */
@Command(name = "explain", description = "Show what would happen to a request for a model, and why; sends nothing.")
public final class RouteExplainCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(paramLabel = "MODEL", description = "The model as a client names it.")
    String model = "";

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile; default: the active one.")
    @Nullable String profile;

    /** Makes the verb. */
    public RouteExplainCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        FlowGateConfig config = workspace.config();
        String name = profile == null ? ProfileActivator.currentOrDefault(config) : profile;
        RouteExplanation explanation =
                Gateway.builder().litellm(config.litellm(name)).build().explain(model);
        workspace.output().print(new Explained(name, explanation));
        if (explanation.groups().isEmpty()) {
            workspace
                    .output()
                    .error("Nothing answers to the model '" + model + "'; known: "
                            + String.join(", ", explanation.knownModels()) + ".");
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    private record Explained(String profile, RouteExplanation explanation) implements Report {
        private static final Map<String, String> USES = Map.of(
                "general", "stands in after a failure",
                "context_window", "stands in after a prompt that is too long",
                "content_policy", "stands in after content that is refused");

        private static Map<String, List<String>> uses(Fallbacks fallbacks) {
            Map<String, List<String>> uses = new LinkedHashMap<>();
            uses.put("general", fallbacks.general());
            uses.put("context_window", fallbacks.contextWindow());
            uses.put("content_policy", fallbacks.contentPolicy());
            return uses;
        }

        @Override
        public List<String> text(Style style) {
            List<String> lines = new ArrayList<>();
            lines.add(style.strong(explanation.model()) + ": " + explanation.resolution()
                    + style.faint("  profile " + profile));
            int number = 0;
            for (Group group : explanation.groups()) {
                lines.add("");
                lines.add(++number + ". " + style.strong(group.name()) + "  " + group.why() + "; by " + group.strategy()
                        + (group.sharesVary() ? ", shares depend on load" : ""));
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("DEPLOYMENT", "UPSTREAM", "SHARE", "TIMEOUT", "STREAM", "RETRIES", "BUT", "STATE"));
                for (Candidate candidate : group.candidates()) {
                    rows.add(List.of(
                            candidate.id(),
                            candidate.provider() + "/" + candidate.upstreamModel(),
                            percent(candidate.share()),
                            Spoken.duration(candidate.timeout()),
                            Spoken.duration(candidate.streamTimeout()),
                            String.valueOf(candidate.numRetries()),
                            exceptions(candidate),
                            isReady(candidate) ? style.good("ready") : style.bad(candidate.state())));
                }
                style.table(rows).forEach(row -> lines.add("   " + row));
                uses(group.fallbacks())
                        .forEach((use, models) -> lines.add("   " + USES.get(use) + ": "
                                + (models.isEmpty() ? style.faint("nothing") : String.join(", ", models))));
            }
            return lines;
        }

        /** The classes of failures with another number of retries than the usual. */
        private static String exceptions(Candidate candidate) {
            List<String> exceptions = new ArrayList<>();
            candidate.retriesByClass().forEach((errorClass, count) -> {
                if (count != candidate.numRetries()) {
                    exceptions.add(count + " after " + errorClass.text());
                }
            });
            return String.join(", ", exceptions);
        }

        private static String retriesByClass(Candidate candidate) {
            List<String> classes = new ArrayList<>();
            candidate.retriesByClass().forEach((errorClass, count) -> classes.add(key(errorClass) + ":" + count));
            return String.join(",", classes);
        }

        private static String key(ErrorClass errorClass) {
            return errorClass.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public List<String> kv() {
            List<String> lines = new ArrayList<>();
            lines.add("model=" + explanation.model() + " profile=" + profile + " groups="
                    + explanation.groups().size() + " resolution='" + explanation.resolution() + "'");
            int number = 0;
            for (Group group : explanation.groups()) {
                number++;
                for (Candidate candidate : group.candidates()) {
                    lines.add("group=" + number + " name=" + group.name() + " why='" + group.why() + "' strategy="
                            + group.strategy() + " shares_vary=" + group.sharesVary() + " deployment="
                            + candidate.id() + " provider=" + candidate.provider() + " upstream_model="
                            + candidate.upstreamModel() + " share=" + rounded(candidate.share()) + " timeout="
                            + candidate.timeout().toMillis() / 1000.0 + " stream_timeout="
                            + candidate.streamTimeout().toMillis() / 1000.0 + " num_retries=" + candidate.numRetries()
                            + " state='" + Flattened.value(candidate.state()) + "' retries_by_class="
                            + retriesByClass(candidate));
                }
                int position = number;
                uses(group.fallbacks())
                        .forEach((use, models) -> lines.add("fallbacks=" + position + " name=" + group.name() + " use="
                                + use + " models='" + String.join(",", models) + "'"));
            }
            return lines;
        }

        @Override
        public Object json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("model", explanation.model());
            members.put("profile", profile);
            members.put("resolution", explanation.resolution());
            members.put("known_models", explanation.knownModels());
            members.put(
                    "groups", explanation.groups().stream().map(Explained::json).toList());
            return members;
        }

        private static Map<String, @Nullable Object> json(Group group) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("model_group", group.name());
            members.put("why", group.why());
            members.put("strategy", group.strategy());
            members.put("shares_vary", group.sharesVary());
            members.put(
                    "deployments",
                    group.candidates().stream().map(Explained::json).toList());
            members.put("fallbacks", uses(group.fallbacks()));
            return members;
        }

        private static Map<String, @Nullable Object> json(Candidate candidate) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("id", candidate.id());
            members.put("provider", candidate.provider());
            members.put("upstream_model", candidate.upstreamModel());
            members.put(
                    "protocols",
                    candidate.protocols().stream()
                            .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
                            .toList());
            members.put("share", candidate.share());
            members.put("timeout_seconds", candidate.timeout().toMillis() / 1000.0);
            members.put("stream_timeout_seconds", candidate.streamTimeout().toMillis() / 1000.0);
            members.put("num_retries", candidate.numRetries());
            members.put("state", candidate.state());
            Map<String, Integer> retries = new LinkedHashMap<>();
            candidate.retriesByClass().forEach((errorClass, count) -> retries.put(key(errorClass), count));
            members.put("retries_by_class", retries);
            return members;
        }

        private static boolean isReady(Candidate candidate) {
            return candidate.state().equals("ready");
        }

        private static String percent(double share) {
            return Math.round(share * 100) + " %";
        }

        private static String rounded(double share) {
            return String.format(Locale.ROOT, "%.3f", share);
        }
    }
}
