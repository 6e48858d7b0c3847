package dev.flowgate.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells whether an event stream said that it is complete: {@code [DONE]} or a finish reason in OpenAI's chat, {@code
 * message_stop} in Anthropic's messages, {@code response.completed}, {@code failed} or {@code incomplete} in OpenAI's
 * responses, or an error. Only the last 2 KB are searched, and the beginnings of lines, since the event that completes a
 * response carries all of it.
 */
final class StreamEnd {
    private static final int TAIL = 2048;
    private static final int LINE_HEAD = 96;
    private static final List<String> RESPONSE_ENDS =
            List.of("response.completed", "response.failed", "response.incomplete");

    private final byte[] tail = new byte[TAIL];
    private final byte[] line = new byte[LINE_HEAD];
    private final boolean responses;
    private int tailLength = 1;
    private int lineLength = 1;
    private boolean completed;

    StreamEnd(boolean responses) {
        this.responses = responses;
        // Both begin with a line break, as if there had been a line before the first.
        tail[0] = '\n';
        line[0] = '\n';
    }

    void passed(Buffer content) {
        int length = content.length();
        int added = Math.min(length, TAIL);
        int kept = Math.min(tailLength, TAIL - added);
        System.arraycopy(tail, tailLength - kept, tail, 0, kept);
        content.getBytes(length - added, length, tail, kept);
        tailLength = kept + added;
        if (responses) {
            lines(content);
        }
    }

    private void lines(Buffer content) {
        for (int i = 0; i < content.length() && !completed; i++) {
            byte next = content.getByte(i);
            if (next == '\n' || next == '\r') {
                completed = completesResponse(text(line, lineLength));
                lineLength = 1;
            } else if (lineLength < LINE_HEAD) {
                line[lineLength++] = next;
            }
        }
    }

    /**
     * Whether the stream said that nothing more will come. What a model writes cannot look like it: within JSON there is
     * neither a line break nor a quote that is not escaped.
     */
    boolean isDeclared() {
        String last = text(tail, tailLength);
        return completed
                || hasLine(last, "data", "[DONE]")
                || hasLine(last, "event", "message_stop")
                || hasLine(last, "event", "error")
                || hasMember(last, "type", "\"message_stop\"")
                || hasMember(last, "error", "{")
                || completesResponse(last);
    }

    /** Whether an answer has a finish reason: the last thing that servers say which do not send {@code [DONE]}. */
    boolean isFinished() {
        return hasMember(text(tail, tailLength), "finish_reason", "\"");
    }

    /** Whether what has passed ends within an event: events are divided by empty lines (HTML, section 9.2.6). */
    boolean isMidEvent() {
        String last =
                new String(tail, Math.max(0, tailLength - 4), Math.min(4, tailLength), StandardCharsets.ISO_8859_1);
        boolean nothingPassed = tailLength == 1;
        return !(nothingPassed || last.endsWith("\n\n") || last.endsWith("\r\r") || last.endsWith("\r\n\r\n"));
    }

    private static boolean completesResponse(String text) {
        for (String type : RESPONSE_ENDS) {
            boolean named = text.contains(type);
            if (named && (hasLine(text, "event", type) || hasMember(text, "type", '"' + type + '"'))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a line begins with a field and its value; one space may stand between (HTML, section 9.2.6). */
    private static boolean hasLine(String text, String field, String value) {
        return text.contains("\n" + field + ": " + value) || text.contains("\n" + field + ":" + value);
    }

    private static boolean hasMember(String text, String name, String value) {
        return text.contains('"' + name + "\":" + value) || text.contains('"' + name + "\": " + value);
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).replace('\r', '\n');
    }
}
