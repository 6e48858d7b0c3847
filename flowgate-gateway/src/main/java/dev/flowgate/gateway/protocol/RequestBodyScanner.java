package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.flowgate.gateway.protocol.RequestBody.Cut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body once, from front to back, without building a tree: the whole of it is validated, and only the
 * few top-level members that the engine needs are looked at.
 */
final class RequestBodyScanner {
    private final byte[] bytes;
    private final @Nullable String named;
    private final List<Cut> cuts = new ArrayList<>(1);

    private @Nullable String model;
    private boolean stream;
    /** Most requests have none of these members. */
    private @Nullable RoutingFields routing;

    /** Where a run of members that are left out begins, or -1. */
    private int runStart = -1;

    /** Prepares a scan; {@code named} is the model that comes before the body's, or null. */
    RequestBodyScanner(byte[] bytes, @Nullable String named) {
        this.bytes = bytes;
        this.named = named;
    }

    RequestBody scan() {
        requireObject();
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member(parser);
            }
            if (runStart >= 0) {
                endLastRun(offset(parser.currentTokenLocation().getByteOffset()));
            }
            if (parser.nextToken() != null) {
                throw new InvalidRequestException(
                        "The body goes on after the JSON object, at byte "
                                + parser.currentTokenLocation().getByteOffset() + ". Send one JSON object.",
                        null);
            }
        } catch (StreamConstraintsException limit) {
            throw new InvalidRequestException(
                    "The JSON body is beyond a limit: " + readable(limit.getOriginalMessage()) + ".", null);
        } catch (StreamReadException malformed) {
            throw malformed(malformed);
        } catch (IOException undecodable) {
            throw new InvalidRequestException("The body is no JSON in UTF-8. Send one JSON object in UTF-8.", null);
        }
        String found = model;
        if (found == null && named != null) {
            return new RequestBodyScanner(withModel(named), named).scan();
        }
        if (found == null) {
            throw new InvalidRequestException(
                    "The field model is missing. Name the model to use; GET /v1/models lists them.", "model");
        }
        return new RequestBody(bytes, cuts, named == null ? found : named, stream, routing);
    }

    /** The body with a model as its first member. It has been read to its end, and is an object. */
    private byte[] withModel(String name) {
        int brace = 0;
        while (bytes[brace] != '{') {
            brace++;
        }
        int next = brace + 1;
        while (isWhiteSpace(bytes[next])) {
            next++;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes.length + name.length() + 16);
        body.write(bytes, 0, brace + 1);
        body.writeBytes("\"model\":".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(Json.quote(name));
        if (bytes[next] != '}') {
            body.write(',');
        }
        body.write(bytes, brace + 1, bytes.length - brace - 1);
        return body.toByteArray();
    }

    /** Also keeps the parser from taking the bytes for UTF-16 or UTF-32, whose offsets it cannot tell. */
    private void requireObject() {
        int start = 0;
        while (start < bytes.length && isWhiteSpace(bytes[start])) {
            start++;
        }
        boolean wide = start + 1 < bytes.length && bytes[start + 1] == 0;
        if (start == bytes.length || bytes[start] != '{' || wide) {
            throw new InvalidRequestException(
                    bytes.length == 0
                            ? "The body is empty. Send a JSON object with a model."
                            : "The body does not begin with a JSON object. Send one JSON object in UTF-8.",
                    null);
        }
    }

    private void member(JsonParser parser) throws IOException {
        switch (parser.currentName()) {
            case "model" -> {
                keep(parser);
                readModel(parser);
            }
            case "stream" -> {
                keep(parser);
                stream = FieldTypes.flag("stream", parser.nextToken());
            }
            default -> other(parser);
        }
    }

    private void other(JsonParser parser) throws IOException {
        String name = parser.currentName();
        if (RoutingFields.contain(name)) {
            leaveOut(parser);
            RoutingFields fields = routing == null ? new RoutingFields() : routing;
            routing = fields;
            fields.read(name, parser);
        } else {
            keep(parser);
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private void readModel(JsonParser parser) throws IOException {
        if (model != null) {
            throw new InvalidRequestException("The field model is given twice. Give it once.", "model");
        }
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_STRING) {
            throw FieldTypes.wrong("model", "a string", token);
        }
        int start = offset(parser.currentTokenLocation().getByteOffset());
        String value = parser.getText();
        if (value.isBlank()) {
            throw new InvalidRequestException("The field model is empty. Name the model to use.", "model");
        }
        cuts.add(new Cut(start, offset(parser.currentLocation().getByteOffset()), true));
        model = value;
    }

    /** Ends the run of members that are left out, if there is one: it goes up to this member's name. */
    private void keep(JsonParser parser) {
        if (runStart >= 0) {
            cuts.add(new Cut(runStart, offset(parser.currentTokenLocation().getByteOffset()), false));
            runStart = -1;
        }
    }

    private void leaveOut(JsonParser parser) {
        if (runStart < 0) {
            runStart = offset(parser.currentTokenLocation().getByteOffset());
        }
    }

    /** A run at the end of the object takes the comma before it along. */
    private void endLastRun(int objectEnd) {
        int start = runStart;
        int before = start - 1;
        while (isWhiteSpace(bytes[before])) {
            before--;
        }
        cuts.add(new Cut(bytes[before] == ',' ? before : start, objectEnd, false));
    }

    private static boolean isWhiteSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }

    private static int offset(long byteOffset) {
        return Math.toIntExact(byteOffset);
    }

    private static InvalidRequestException malformed(StreamReadException failure) {
        var location = failure.getLocation();
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new InvalidRequestException("The body is not valid JSON" + where + ".", null);
    }

    /** Its first line, without the name of the parser's setting. */
    private static String readable(String message) {
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).replaceAll(", from `[^`]*`", "");
    }
}
