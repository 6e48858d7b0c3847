package dev.flowgate.cli.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an engine answered.
 *
 * @param status the HTTP status; 0 when the connection ended before one came
 * @param headers the headers, with names in lower case; the first value of each
 * @param body the body as far as it came
 * @param isWhole whether the body ended as HTTP says it ends, and was not cut off
 * @param upstreamRequests how many requests the upstream saw meanwhile
 */
record Answer(int status, Map<String, String> headers, String body, boolean isWhole, int upstreamRequests) {
    Answer {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns the media type without its parameters; empty when there is none. */
    String mediaType() {
        String type = header("content-type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip();
    }

    /** Returns the events of a stream; empty when the answer is none. */
    List<StreamEvent> events() {
        return mediaType().equals("text/event-stream") ? StreamEvent.parse(body) : List.of();
    }
}
