package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The one JSON factory, with the limits for what strangers send. */
final class Json {
    private static final int MAX_NESTING = 512;
    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_NAME_LENGTH = 50_000;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Writer {
        /**
         * Writes the value.
         *
         * @param json where to
         * @throws IOException never in practice: the target is memory
         */
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Renders a JSON value.
     *
     * @param writer writes it
     * @return the bytes in UTF-8
     */
    static byte[] render(Writer writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Renders a JSON string with its quotes. */
    static byte[] quote(String text) {
        char[] escaped = JsonStringEncoder.getInstance().quoteAsString(text);
        return ('"' + String.valueOf(escaped) + '"').getBytes(StandardCharsets.UTF_8);
    }
}
