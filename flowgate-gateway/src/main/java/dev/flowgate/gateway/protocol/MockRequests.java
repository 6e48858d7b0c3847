package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks into request bodies that have been validated already. */
final class MockRequests {
    private MockRequests() {}

    /** Tells whether a member of a top-level object is true. */
    static boolean flag(byte[] body, String object, String member) {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            if (!seek(parser, object) || parser.currentToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(member);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_TRUE;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Tells whether a top-level member is this text. */
    static boolean is(byte[] body, String name, String text) {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            return seek(parser, name)
                    && parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getText().equals(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Counts the inputs of an embeddings request: a list of texts or of token lists, or one of either. */
    static int inputs(byte[] body) {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            if (!seek(parser, "input") || parser.currentToken() != JsonToken.START_ARRAY) {
                return 1;
            }
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken().isNumeric()) {
                    return 1;
                }
                parser.skipChildren();
                count++;
            }
            return count;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Counts the characters of the texts that a model would read: system, messages and tools, without files. */
    static long characters(byte[] body) {
        long count = 0;
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean read = switch (parser.currentName()) {
                    case "system", "messages", "tools" -> true;
                    default -> false;
                };
                parser.nextToken();
                if (read) {
                    count += text(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return count;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Counts the characters of the texts in the value that the parser is at, and goes to its end. */
    private static long text(JsonParser parser) throws IOException {
        long count = 0;
        int depth = 0;
        boolean file = false;
        do {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.FIELD_NAME) {
                file = parser.currentName().equals("data");
            } else if (token == JsonToken.VALUE_STRING && !file) {
                count += parser.getTextLength();
            }
        } while (depth > 0 && parser.nextToken() != null);
        return count;
    }

    /** Goes to the value of a top-level member. */
    private static boolean seek(JsonParser parser, String name) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
