package example.ticket;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;

/** The broker's API. Its answers are lines of {@code name=value}. */
final class Broker {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SERVER_ERROR = 500;
    private static final int OK = 200;

    private final URI address;
    private final HttpClient http;
    private final Clock clock;

    Broker(URI address, HttpClient http, Clock clock) {
        this.address = address;
        this.http = http;
        this.clock = clock;
    }

    /** A ticket, and the page where it is confirmed. */
    record Ticket(String number, URI page) {}

    /** What became of a ticket; the credential is null until it is confirmed. */
    record Look(String state, Credential credential) {}

    Ticket open(String team) throws IOException, InterruptedException {
        Properties answer = post("/tickets", Map.of("team", team));
        return new Ticket(required(answer, "ticket"), URI.create(required(answer, "page")));
    }

    Look look(Ticket ticket) throws IOException, InterruptedException {
        Properties answer = post("/tickets/look", Map.of("ticket", ticket.number()));
        String state = required(answer, "state");
        return new Look(state, state.equals("confirmed") ? credential(answer) : null);
    }

    Credential renew(Credential credential) throws IOException, InterruptedException {
        return credential(post("/renew", Map.of("renewal", credential.refreshToken())));
    }

    private Credential credential(Properties answer) {
        Instant end = clock.instant().plusSeconds(Long.parseLong(required(answer, "seconds")));
        return new Credential(
                required(answer, "token"), required(answer, "renewal"), end, answer.getProperty("person"), Map.of());
    }

    /** What may work in a moment is an IOException, and FlowGate repeats it; what will not is an AuthException. */
    private Properties post(String path, Map<String, String> form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(LIMIT)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= SERVER_ERROR) {
            throw new IOException("the broker answered with status " + response.statusCode());
        }
        if (response.statusCode() != OK) {
            throw new AuthException("The broker at " + address + " refuses " + path + " with status "
                    + response.statusCode() + ". Ask its operators.");
        }
        Properties answer = new Properties();
        answer.load(new StringReader(response.body()));
        return answer;
    }

    private static String encoded(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** The answer itself is not told: a token may be in it. */
    private static String required(Properties answer, String name) {
        String value = answer.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new AuthException("The broker's answer has no '" + name + "'.");
        }
        return value;
    }
}
