package dev.flowgate.cli.engine;

import dev.flowgate.FlowGateException;
import dev.flowgate.json.JsonText;
import dev.flowgate.process.ServiceProgress;
import dev.flowgate.process.ServiceSupervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends the same requests to the embedded engine and to a real LiteLLM, both in front of scripted upstreams on loopback: it
 * costs nothing and touches no service that runs.
 */
final class EngineCheck {
    private static final int KEY_BYTES = 16;

    private final List<String> command;
    private final Path folder;
    private final ServiceSupervisor supervisor;
    private final Listener listener;
    private final String key;

    /** Is told how far a check has come. */
    interface Listener extends ServiceProgress.Listener {
        /**
         * Called when something begins.
         *
         * @param what what begins
         */
        void begins(String what);
    }

    /**
     * Prepares a check.
     *
     * @param command the program of a real LiteLLM, and arguments before those that every LiteLLM takes
     * @param folder an empty folder that only its owner can enter; it is the caller's to delete
     * @param urgent says when processes are to be ended without patience
     * @param listener is told how far the check has come
     */
    EngineCheck(List<String> command, Path folder, BooleanSupplier urgent, Listener listener) {
        this.command = List.copyOf(command);
        this.folder = folder;
        this.listener = listener;
        this.supervisor = ServiceSupervisor.builder(folder)
                .stopServicesWithHost()
                .urgent(urgent)
                .build();
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        // A real LiteLLM takes a key without this prefix for a mistake.
        this.key = "sk-" + HexFormat.of().formatHex(random);
    }

    /**
     * Runs the check.
     *
     * @param profile a profile's LiteLLM configuration
     * @param environment gives the value of an environment variable, or null
     * @param only the cases to run; empty for all
     * @return what came of it
     * @throws FlowGateException if there is no such case, or a LiteLLM cannot be started
     * @throws InterruptedException if the thread is interrupted; nothing that the check started runs on
     */
    EngineCheckResult run(Map<String, ?> profile, UnaryOperator<@Nullable String> environment, Set<String> only)
            throws InterruptedException {
        ProfileDocument own = new ProfileDocument(profile, environment);
        Set<String> unknown = new TreeSet<>(only);
        Predicate<CheckCase> chosen = check -> {
            unknown.remove(check.id());
            return only.isEmpty() || only.contains(check.id());
        };
        List<CheckCase> fixed = FixedCases.all().stream().filter(chosen).toList();
        List<CheckCase> models =
                ProfileCases.of(own.models()).stream().filter(chosen).toList();
        if (!unknown.isEmpty()) {
            throw new FlowGateException("There is no case " + String.join(", ", unknown)
                    + ". Without --only all cases run, and the result names them.");
        }
        try (Pair fixedPair = pair("litellm-fixed", fixed, upstream -> FixedDocument.of(upstream, key));
                Pair ownPair = pair("litellm-profile", models, upstream -> own.at(upstream, key))) {
            List<CheckOutcome> outcomes = new ArrayList<>();
            String version = fixedPair.compare(outcomes);
            String sameVersion = ownPair.compare(outcomes);
            return new EngineCheckResult(version.isEmpty() ? sameVersion : version, outcomes, own.leftOut());
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The check cannot work in " + folder + " or on 127.0.0.1: " + failure.getMessage(), failure);
        }
    }

    private Pair pair(String name, List<CheckCase> cases, Function<URI, Map<String, @Nullable Object>> document)
            throws IOException, InterruptedException {
        if (cases.isEmpty()) {
            return new Pair(name, cases, null, null);
        }
        ScriptedUpstream first = ScriptedUpstream.start();
        ScriptedUpstream second = ScriptedUpstream.start();
        Side litellm = null;
        Side embedded = null;
        try {
            // First what may refuse the document at once.
            embedded = EmbeddedSide.start(document.apply(second.address()), folder, second);
            litellm = LiteLlmSide.spawn(supervisor, name, command, document.apply(first.address()), folder, first);
            return new Pair(name, cases, litellm, embedded);
        } finally {
            if (litellm == null) {
                first.close();
                second.close();
                if (embedded != null) {
                    embedded.close();
                }
            }
        }
    }

    /** Both engines with the same configuration. */
    private final class Pair implements AutoCloseable {
        private final String name;
        private final List<CheckCase> cases;
        private final @Nullable Side litellm;
        private final @Nullable Side embedded;

        Pair(String name, List<CheckCase> cases, @Nullable Side litellm, @Nullable Side embedded) {
            this.name = name;
            this.cases = cases;
            this.litellm = litellm;
            this.embedded = embedded;
        }

        /** Adds what comes of the cases; returns LiteLLM's version, empty without a case. */
        String compare(List<CheckOutcome> outcomes) throws InterruptedException {
            if (!(litellm instanceof LiteLlmSide process) || embedded == null) {
                return "";
            }
            listener.begins("waiting for " + name);
            process.awaitReady(listener);
            listener.begins("sending " + cases.size() + " requests");
            EngineClient left = new EngineClient(process.address(), key, process.upstream());
            EngineClient right = new EngineClient(embedded.address(), key, embedded.upstream());
            List<KnownDifference> known = KnownDifferences.all();
            ExecutorService second = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "flowgate-engine-check");
                thread.setDaemon(true);
                return thread;
            });
            try {
                for (CheckCase check : cases) {
                    Callable<Answer> real = () -> left.send(check);
                    Future<Answer> pending = second.submit(real);
                    Answer flowgate = right.send(check);
                    outcomes.add(CheckOutcome.of(check, pending.get(), flowgate, known));
                }
            } catch (ExecutionException failure) {
                throw new IllegalStateException(failure.getCause());
            } finally {
                second.shutdownNow();
            }
            return version(process.address());
        }

        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
            if (litellm != null) {
                litellm.close();
            }
        }
    }

    private static String version(URI litellm) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(litellm.resolve("/health/readiness")).build();
        try {
            String body = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            return JsonText.readObject(body).get("litellm_version") instanceof String version ? version : "unknown";
        } catch (IOException notTold) {
            return "unknown";
        }
    }
}
