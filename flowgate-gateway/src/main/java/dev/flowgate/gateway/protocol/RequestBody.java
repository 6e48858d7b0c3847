package dev.flowgate.gateway.protocol;

import dev.flowgate.routing.RequestOverrides;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A validated request body, kept as the bytes that came, with the places where it is to be changed. Immutable. */
public final class RequestBody {
    private static final String RETRIES_HEADER = "x-litellm-num-retries";
    private static final String TIMEOUT_HEADER = "x-litellm-timeout";
    private static final String STREAM_TIMEOUT_HEADER = "x-litellm-stream-timeout";

    private final byte[] bytes;
    private final List<Cut> cuts;
    private final String model;
    private final boolean stream;
    private final RequestOverrides overrides;

    /**
     * A part of the body that does not go upstream.
     *
     * @param start the first byte
     * @param end the byte after the last
     * @param isModel whether the upstream's model name takes its place
     */
    record Cut(int start, int end, boolean isModel) {}

    RequestBody(byte[] bytes, List<Cut> cuts, String model, boolean stream, RequestOverrides overrides) {
        this.bytes = bytes;
        this.cuts = cuts;
        this.model = model;
        this.stream = stream;
        this.overrides = overrides;
    }

    /**
     * Validates a body and finds what the engine needs to know.
     *
     * @param bytes the body; it is kept, so the caller must not change it
     * @return the body
     * @throws InvalidRequestException if it is no JSON object in UTF-8 with a string {@code model}, or a field that the
     *     engine reads has the wrong type
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
     * @param headers gives the value of a header, or null
     * @return the overrides
     * @throws InvalidRequestException if a header is not a number or out of range
     */
    public RequestOverrides overrides(UnaryOperator<@Nullable String> headers) {
        String retries = headers.apply(RETRIES_HEADER);
        String timeout = headers.apply(TIMEOUT_HEADER);
        String streamTimeout = headers.apply(STREAM_TIMEOUT_HEADER);
        return timeout == null && streamTimeout == null && retries == null
                ? overrides
                : new RequestOverrides(
                        retries == null
                                ? overrides.numRetries()
                                : Integer.valueOf(ControlValues.retries(retries, RETRIES_HEADER)),
                        timeout == null ? overrides.timeout() : ControlValues.seconds(timeout, TIMEOUT_HEADER),
                        streamTimeout == null
                                ? overrides.streamTimeout()
                                : ControlValues.seconds(streamTimeout, STREAM_TIMEOUT_HEADER),
                        overrides.fallbacks(),
                        overrides.disableFallbacks());
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
