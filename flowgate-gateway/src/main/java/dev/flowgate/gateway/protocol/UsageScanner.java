package dev.flowgate.gateway.protocol;

import dev.flowgate.routing.TokenUsage;
import java.nio.charset.StandardCharsets;

/**
 * Finds the {@code usage} of an answer while its bytes pass, whatever its form: a JSON object or an event stream, of
 * OpenAI's chat, completions, embeddings or responses, or of Anthropic's messages. Of several, such as those of an
 * Anthropic {@code message_start} and {@code message_delta}, the last number of each kind counts. Keeps a few bytes only.
 *
 * <p>{@code "usage"} with bare quotation marks is never part of a text: there they are escaped (RFC 8259 section 7).
 */
public final class UsageScanner {
    private static final byte[] KEY = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NAME = 24;
    private static final long MOST_TOKENS = 1_000_000_000_000L;

    private enum Place {
        ELSEWHERE,
        AFTER_KEY,
        AFTER_COLON,
        WITHIN
    }

    private final byte[] name = new byte[LONGEST_NAME];
    private Place place = Place.ELSEWHERE;
    private int matched;
    private int depth;
    private int nameLength;
    private boolean inText;
    private boolean escaped;
    private long number;
    private boolean hasNumber;

    private long input;
    private long output;
    private long total;

    /** Creates a scanner at the beginning of an answer. */
    public UsageScanner() {}

    /**
     * Takes the next byte of the answer.
     *
     * @param next the byte
     */
    public void passed(byte next) {
        switch (place) {
            case ELSEWHERE -> search(next);
            case AFTER_KEY -> expect(next, ':', Place.AFTER_COLON);
            case AFTER_COLON -> expect(next, '{', Place.WITHIN);
            case WITHIN -> within(next);
        }
    }

    /**
     * Returns what was found so far.
     *
     * @return the usage; {@link TokenUsage#UNKNOWN} when there was none
     */
    public TokenUsage usage() {
        return new TokenUsage(output, total > 0 ? total : input + output);
    }

    private void search(byte next) {
        if (next == KEY[matched]) {
            matched++;
            if (matched == KEY.length) {
                matched = 0;
                place = Place.AFTER_KEY;
            }
        } else {
            matched = next == '"' ? 1 : 0;
        }
    }

    private void expect(byte next, char wanted, Place then) {
        if (next == wanted) {
            place = then;
            depth = 1;
            nameLength = 0;
            inText = false;
            hasNumber = false;
        } else if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
            place = Place.ELSEWHERE;
            search(next);
        }
    }

    private void within(byte next) {
        if (inText) {
            text(next);
            return;
        }
        switch (next) {
            case '"' -> {
                inText = true;
                nameLength = 0;
            }
            case '{', '[' -> depth++;
            case '}', ']' -> {
                note();
                depth--;
                if (depth == 0) {
                    place = Place.ELSEWHERE;
                }
            }
            case ',' -> note();
            default -> digit(next);
        }
    }

    private void text(byte next) {
        if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            inText = false;
        } else if (nameLength < LONGEST_NAME) {
            name[nameLength++] = next;
        }
    }

    private void digit(byte next) {
        if (next >= '0' && next <= '9') {
            number = (hasNumber ? number : 0) * 10 + (next - '0');
            number = Math.min(number, MOST_TOKENS);
            hasNumber = true;
        }
    }

    private void note() {
        if (hasNumber && depth == 1) {
            switch (new String(name, 0, nameLength, StandardCharsets.ISO_8859_1)) {
                case "prompt_tokens", "input_tokens" -> input = number;
                case "completion_tokens", "output_tokens" -> output = number;
                case "total_tokens" -> total = number;
                default -> {
                    // Other numbers are parts of these.
                }
            }
        }
        hasNumber = false;
    }
}
