package example;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.gateway.Gateway;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** Starts a router inside this program, asks it one question, and closes it again. */
public final class EmbeddedRouter {
    private static final String QUESTION =
            """
            {"model": "demo", "messages": [{"role": "user", "content": "Hello"}]}""";

    public static void main(String[] args) throws Exception {
        FlowGateConfig config = FlowGateConfig.load(Path.of(args[0]));
        try (Gateway gateway = Gateway.builder().config(config).profile("balanced").port(0).build().start()) {
            // Any OpenAI or Anthropic client works with this address; here it is the JDK's own HTTP client.
            HttpRequest request = HttpRequest.newBuilder(gateway.baseUri().resolve("/v1/chat/completions"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(QUESTION))
                    .build();
            var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            System.out.println(response.body());
        }
    }
}
