package dev.flowgate.cli;

import dev.flowgate.cli.config.InitCommand;
import dev.flowgate.cli.engine.ReservedPort;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.gateway.Gateway;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Does once what commands and the engine usually do, so that {@code bin/flowgate-archive} can record which classes that
 * takes. It works in a folder of its own and leaves nothing running.
 */
final class ArchiveTraining {
    private static final String QUESTION =
            "{\"model\":\"demo\",\"stream\":%s,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private static final int ANSWER_TRIES = 300;
    private static final int BETWEEN_TRIES_MILLIS = 100;

    private ArchiveTraining() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty("picocli.disable.closures", "true");
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        Path file = folder.resolve("flowgate.yaml");
        run("--config", file.toString(), "init");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "services:\n",
                                "services:\n  sleeper: {command: {args: [/bin/sh, -c, \"sleep 60\"]}}\n"));
        for (String format : new String[] {"kv", "text", "json"}) {
            run("--config", file.toString(), "--format", format, "profile", "set", "cost");
            run("--config", file.toString(), "--format", format, "status");
            run("--config", file.toString(), "--format", format, "profile", "list");
            run("--config", file.toString(), "--format", format, "config", "validate");
            run("--config", file.toString(), "--format", format, "route", "explain", "demo");
            run("--config", file.toString(), "--format", format, "auth", "list");
            run("--config", file.toString(), "--format", format, "auth", "status");
            run("--config", file.toString(), "--format", format, "events");
        }
        run("--config", file.toString(), "service", "start", "sleeper");
        run("--config", file.toString(), "status");
        run("--config", file.toString(), "health");
        run("--config", file.toString(), "service", "stop", "sleeper");
        run("--help");
        serve(folder.resolve("proxy.yaml"), FlowGateConfig.load(file));
        // The HTTP client's threads would keep the JVM for a while.
        System.exit(ExitCode.DONE);
    }

    /** Runs an engine as a service does, with another one as its upstream, and asks both. */
    private static void serve(Path file, FlowGateConfig demo) throws IOException, InterruptedException {
        try (Gateway upstream = Gateway.builder()
                        .litellm(demo.litellm("balanced"))
                        .port(0)
                        .build()
                        .start();
                ReservedPort reserved = ReservedPort.any()) {
            String base = upstream.baseUri() + "/v1\n        api_key: a-key\n        unused_note:";
            Files.writeString(file, InitCommand.template().replace("mock_response:", "api_base: " + base));
            int port = reserved.number();
            Thread engine = new Thread(
                    () -> run("--config", file.toString(), "gateway", "run", "--port", Integer.toString(port)));
            engine.start();
            URI address = URI.create("http://127.0.0.1:" + port);
            awaitAnswer(address.resolve("/livez"));
            for (String stream : new String[] {"false", "true"}) {
                ask(address.resolve("/v1/chat/completions"), QUESTION.formatted(stream));
                ask(upstream.baseUri().resolve("/v1/messages"), QUESTION.formatted(stream));
            }
            ask(address.resolve("/v1/chat/completions"), "{\"model\":\"unknown\"}");
            engine.interrupt();
            engine.join();
        }
    }

    private static void awaitAnswer(URI address) throws InterruptedException, IOException {
        HttpRequest request = HttpRequest.newBuilder(address).build();
        for (int left = ANSWER_TRIES; ; left--) {
            try {
                var unused = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
                return;
            } catch (ConnectException notYet) {
                if (left == 0) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
            }
        }
    }

    private static void ask(URI address, String question) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question))
                .build();
        var unused = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static void run(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int unused = Main.run(nowhere, nowhere, words);
    }
}
