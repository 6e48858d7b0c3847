package dev.flowgate.gateway.protocol;

import dev.flowgate.routing.RequestOverrides;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A validated request body, kept as the bytes that came, with the places where it is to be changed. Immutable. */
public final class RequestBody {

    private final byte[] bytes;
    private final List<Cut> cuts;
    private final String model;
    private final boolean stream;
    private final @Nullable RoutingFields routing;

    /**
     * A part of the body that does not go upstream.
     *
     * @param start the first byte
     * @param end the byte after the last
     * @param isModel whether the upstream's model name takes its place
     */
    record Cut(int start, int end, boolean isModel) {}

    RequestBody(byte[] bytes, List<Cut> cuts, String model, boolean stream, @Nullable RoutingFields routing) {
        this.bytes = bytes;
        this.cuts = cuts;
        this.model = model;
        this.stream = stream;
        this.routing = routing;
    }

    /**
     * Validates a body and finds what the engine needs to know.
     *
     * @param bytes the body; it is kept, so the caller must not change it
     * @return the body
     * @throws InvalidRequestException if it is no JSON object in UTF-8 with a string {@code model}, or a field that the
     *     engine reads has the wrong type or is not allowed
     */
    public static RequestBody parse(byte[] bytes) {
        return parse(bytes, null);
    }

    /**
     * Validates a body and finds what the engine needs to know.
     *
     * @param bytes the body; it is kept, so the caller must not change it
     * @param model the model to use instead of the body's, which may then have none; null means the body's
     * @return the body
     * @throws InvalidRequestException as {@link #parse(byte[])} does
     */
    public static RequestBody parse(byte[] bytes, @Nullable String model) {
        return new RequestBodyScanner(bytes, model).scan();
    }

    /**
     * Returns the model the caller asks for.
     *
     * @return the value of {@code model}
     */
    public String model() {
        return model;
    }

    /**
     * Tells whether the caller wants a stream.
     *
     * @return the value of {@code stream}
     */
    public boolean stream() {
        return stream;
    }

    /**
     * Returns the bytes as they came.
     *
     * @return the bytes, not to be changed
     */
    public byte[] original() {
        return bytes;
    }

    /**
     * Returns what the request says about its own routing, its headers included: they come before the body's fields.
     *
     * @param timeoutHeader {@code x-litellm-timeout} in seconds; null when it was not sent
     * @param streamTimeoutHeader {@code x-litellm-stream-timeout} in seconds; null when it was not sent
     * @param retriesHeader {@code x-litellm-num-retries}; null when it was not sent
     * @return the overrides
     * @throws InvalidRequestException if a header is not a number or out of range, or the fields are not in a form that
     *     is allowed
     */
    public RequestOverrides overrides(
            @Nullable String timeoutHeader, @Nullable String streamTimeoutHeader, @Nullable String retriesHeader) {
        RequestOverrides said = routing == null ? RequestOverrides.NONE : routing.overrides();
        if (timeoutHeader == null && streamTimeoutHeader == null && retriesHeader == null) {
            return said;
        }
        return new RequestOverrides(
                retriesHeader == null
                        ? said.numRetries()
                        : Integer.valueOf(ControlValues.count(retriesHeader, "x-litellm-num-retries")),
                timeoutHeader == null ? said.timeout() : ControlValues.seconds(timeoutHeader, "x-litellm-timeout"),
                streamTimeoutHeader == null
                        ? said.streamTimeout()
                        : ControlValues.seconds(streamTimeoutHeader, "x-litellm-stream-timeout"),
                said.fallbacks(),
                said.rehearsal());
    }

    /**
     * Returns the tags of the request: its own, else those of its header.
     *
     * @param tagsHeader {@code x-litellm-tags}, separated by commas; null when it was not sent
     * @return the tags; empty for none
     */
    public List<String> tags(@Nullable String tagsHeader) {
        List<String> own = routing == null ? List.of() : routing.tags();
        if (!own.isEmpty() || tagsHeader == null) {
            return own;
        }
        return Arrays.stream(tagsHeader.split(",", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    /**
     * Returns the text that the request wants to be answered with, without any upstream.
     *
     * @return {@code mock_response}; empty when the request is meant
     */
    public Optional<String> mockResponse() {
        return routing == null ? Optional.empty() : Optional.ofNullable(routing.mockResponse());
    }

    /**
     * Writes the body for an upstream: every byte as it came, except for the model and the fields only the engine reads.
     *
     * @param upstreamModel the upstream's model name
     * @param sink takes the pieces in order
     */
    public void writeTo(String upstreamModel, ByteSink sink) {
        int from = 0;
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            sink.write(bytes, from, cut.start() - from);
            if (cut.isModel()) {
                byte[] quoted = Json.quote(upstreamModel);
                sink.write(quoted, 0, quoted.length);
            }
            from = cut.end();
        }
        sink.write(bytes, from, bytes.length - from);
    }

    /** Takes pieces of bytes. */
    @FunctionalInterface
    public interface ByteSink {
        /**
         * Takes a piece.
         *
         * @param source where it is
         * @param offset its first byte
         * @param length its length
         */
        void write(byte[] source, int offset, int length);
    }
}
