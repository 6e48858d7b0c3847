package dev.flowgate.cli;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.gateway.Gateway;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does once what commands and the engine usually do, so that {@code bin/flowgate-archive} can record which classes that
 * takes. It works in a folder of its own and leaves nothing running.
 */
final class ArchiveTraining {
    private static final String QUESTION =
            "{\"model\":\"demo\",\"stream\":%s,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

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
            run("--config", file.toString(), "--format", format, "events");
        }
        run("--config", file.toString(), "service", "start", "sleeper");
        run("--config", file.toString(), "status");
        run("--config", file.toString(), "health");
        run("--config", file.toString(), "service", "stop", "sleeper");
        run("--help");
        proxy(FlowGateConfig.load(file));
        // The HTTP client's threads would keep the JVM for a while.
        System.exit(ExitCode.DONE);
    }

    /** Asks an engine whose upstream is another engine with a demo model. */
    private static void proxy(FlowGateConfig demo) throws IOException, InterruptedException {
        try (Gateway upstream = Gateway.builder()
                .litellm(demo.litellm("balanced"))
                .port(0)
                .build()
                .start()) {
            FlowGateConfig proxied = FlowGateConfig.parse(
                    InitCommand.template()
                            .replace("mock_response:", "api_base: " + upstream.baseUri() + "/v1\n        unused_note:"),
                    Path.of("").toAbsolutePath());
            try (Gateway gateway = Gateway.builder()
                    .litellm(proxied.litellm("balanced"))
                    .port(0)
                    .build()
                    .start()) {
                for (String stream : new String[] {"false", "true"}) {
                    ask(gateway.baseUri().resolve("/v1/chat/completions"), QUESTION.formatted(stream));
                    ask(upstream.baseUri().resolve("/v1/messages"), QUESTION.formatted(stream));
                }
                ask(gateway.baseUri().resolve("/v1/chat/completions"), "{\"model\":\"unknown\"}");
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
