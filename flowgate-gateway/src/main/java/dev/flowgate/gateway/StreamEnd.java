package dev.flowgate.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether an event stream said that it is complete: {@code [DONE]} or a finish reason in OpenAI's chat, {@code
 * message_stop} in Anthropic's messages, {@code response.completed}, {@code failed} or {@code incomplete} in OpenAI's
 * responses, or an error. Only the last 2 KB are searched, and the beginnings of lines, since the event that completes a
 * response carries all of it.
 */
final class StreamEnd {
    private static final int TAIL = 2048;
    private static final int LINE_HEAD = 96;

    private final byte[] tail = new byte[TAIL];
    private final byte[] line = new byte[LINE_HEAD];
    private final boolean responses;
    private int tailLength;
    private int lineLength;
    private boolean completed;

    StreamEnd(boolean responses) {
        this.responses = responses;
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
                lineLength = 0;
            } else if (lineLength < LINE_HEAD) {
                line[lineLength++] = next;
            }
        }
    }

    /** Whether the stream said that nothing more will come. */
    boolean isDeclared() {
        String last = text(tail, tailLength);
        return completed
                || last.contains("[DONE]")
                || last.contains("message_stop")
                || last.contains("event: error")
                || last.contains("\"error\":{")
                || last.contains("\"error\": {")
                || completesResponse(last);
    }

    /** Whether an answer has a finish reason: the last thing that servers say which do not send {@code [DONE]}. */
    boolean isFinished() {
        String last = text(tail, tailLength);
        return last.contains("\"finish_reason\":\"") || last.contains("\"finish_reason\": \"");
    }

    private static boolean completesResponse(String text) {
        return text.contains("response.completed")
                || text.contains("response.failed")
                || text.contains("response.incomplete");
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
