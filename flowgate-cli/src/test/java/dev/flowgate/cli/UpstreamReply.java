package dev.flowgate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the upstream does with one request. The answers are files in the folder {@code upstream} of the resources. */
@FunctionalInterface
interface UpstreamReply {
    void answer(UpstreamConnection connection) throws IOException;

    /** Answers with a whole JSON document. */
    static UpstreamReply json(String file) {
        String body = text(file);
        return connection -> connection.send(200, "application/json", body, List.of());
    }

    /** Answers with a stream, every event in a write of its own, as real upstreams send them. */
    static UpstreamReply stream(String file) {
        List<String> events = events(file);
        return connection -> {
            connection.beginStream();
            for (String event : events) {
                connection.sendEvent(event);
            }
            connection.endStream();
        };
    }

    /** Answers with an error that both protocols can read, and with headers of the form {@code name: value}. */
    static UpstreamReply failure(int status, String... headers) {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"told\",\"message\":\"The upstream says " + status + "\"}}";
        return connection -> connection.send(status, "application/json", body, List.of(headers));
    }

    /** The events of a stream, each with the empty line that ends it. */
    static List<String> events(String file) {
        return Arrays.stream(text(file).split("(?<=\n\n)")).toList();
    }

    private static String text(String file) {
        try (InputStream in = UpstreamReply.class.getResourceAsStream("upstream/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no resource upstream/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
