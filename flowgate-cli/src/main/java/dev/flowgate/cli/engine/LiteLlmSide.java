package dev.flowgate.cli.engine;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.real.LiteLlmEnvironment;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ProcessFailure;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.ServiceProbes;
import dev.flowgate.process.ServiceProgress;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceSupervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A real LiteLLM, as a process that ends with this JVM, however that ends. */
final class LiteLlmSide implements Side {
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    /** An address at which nobody listens: whatever is not on this machine cannot be reached. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    private static final String HOST = "127.0.0.1";
    private static final String HERE = HOST + ",localhost";

    private final ServiceSupervisor supervisor;
    private final ReservedPort port;
    private final ServiceSpec spec;
    private final ServiceInstance instance;
    private final ScriptedUpstream upstream;

    private LiteLlmSide(
            ServiceSupervisor supervisor,
            ReservedPort port,
            ServiceSpec spec,
            ServiceInstance instance,
            ScriptedUpstream upstream) {
        this.supervisor = supervisor;
        this.port = port;
        this.spec = spec;
        this.instance = instance;
        this.upstream = upstream;
    }

    /**
     * Begins to start it.
     *
     * @param supervisor supervises the check's own folder, and ends what it started with this JVM
     * @param name the service's name, also that of its folder
     * @param command the program and the arguments before those of the check
     * @param document the LiteLLM configuration
     * @param folder the check's own folder
     */
    static LiteLlmSide spawn(
            ServiceSupervisor supervisor,
            String name,
            List<String> command,
            Map<String, @Nullable Object> document,
            Path folder,
            ScriptedUpstream upstream)
            throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path file = home.resolve("config.yaml");
        // It holds no secret but the key of this run; owner-only like every document that LiteLLM runs with.
        AtomicFile.write(file, JsonText.indented(document));
        ReservedPort port = ReservedPort.any();
        ServiceSpec spec = spec(name, command, file, home, port.number());
        try {
            return new LiteLlmSide(
                    supervisor, port, spec, supervisor.spawn(spec).instance(), upstream);
        } catch (ProcessException failure) {
            port.close();
            throw told(supervisor, spec, failure);
        } catch (InterruptedException cutOff) {
            port.close();
            throw cutOff;
        }
    }

    private static ServiceSpec spec(String name, List<String> command, Path configuration, Path home, int port) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--config", configuration.toString(), "--host", HOST, "--port", Integer.toString(port)));
        return new ServiceSpec(
                name,
                words,
                home,
                environment(home),
                Set.of(),
                HOST,
                port,
                ServiceProbes.readyAt(address(port).resolve("/health/readiness")),
                STARTUP_TIMEOUT,
                STOP_TIMEOUT);
    }

    private static URI address(int port) {
        return URI.create("http://" + HOST + ":" + port);
    }

    /** Waits until it answers. */
    void awaitReady(ServiceProgress.Listener listener) throws InterruptedException {
        try {
            supervisor.awaitReady(spec, instance, listener);
        } catch (ProcessException failure) {
            throw told(supervisor, spec, failure);
        }
    }

    @Override
    public URI address() {
        return address(spec.port());
    }

    @Override
    public ScriptedUpstream upstream() {
        return upstream;
    }

    @Override
    public void close() {
        upstream.close();
        try {
            supervisor.stop(spec.name(), STOP_TIMEOUT);
        } catch (InterruptedException cutOff) {
            // Its guard ends it when this JVM is gone.
            Thread.currentThread().interrupt();
        } catch (ProcessException failure) {
            LoggerFactory.getLogger(LiteLlmSide.class).warn("A temporary LiteLLM was not stopped", failure);
        }
        port.close();
    }

    /** The log goes with the folder, so that a failure has to tell what it says. */
    private static FlowGateException told(ServiceSupervisor supervisor, ServiceSpec spec, ProcessException failure) {
        StringBuilder message = new StringBuilder("A temporary LiteLLM could not be started with ")
                .append(spec.command().get(0))
                .append(": ")
                .append(why(failure));
        List<String> lines = supervisor.lastLogLines(spec);
        if (!lines.isEmpty()) {
            message.append(" Its last lines:");
            lines.forEach(line -> message.append("\n  ").append(line));
        }
        return new FlowGateException(message.toString(), failure);
    }

    private static String why(ProcessException failure) {
        if (failure.failure() instanceof ProcessFailure.EarlyExit early) {
            return "it ended before it was ready, with " + early.exit().describe() + ".";
        }
        if (failure.failure() instanceof ProcessFailure.NotReady late) {
            return "it was not ready within " + STARTUP_TIMEOUT.toSeconds() + " s: " + late.lastSeen() + ".";
        }
        return failure.getMessage();
    }

    /** What LiteLLM must not have (its own settings, and keys of providers) is not inherited at all. */
    private static Map<String, String> environment(Path home) {
        Map<String, String> environment = new LinkedHashMap<>(LiteLlmEnvironment.defaults());
        environment.put("HOME", home.toString());
        for (String variable : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
            environment.put(variable, NOWHERE);
        }
        environment.put("NO_PROXY", HERE);
        environment.put("no_proxy", HERE);
        return environment;
    }
}
