package dev.flowgate.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes an HTTP/1.1 answer in pieces and tells when it is complete (RFC 9112 §6.3). The body itself is not kept. */
final class HttpAnswerReader {
    private static final int NO_BODY = 204;
    private static final int NOT_MODIFIED = 304;
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean headRead;
    private int status;
    private long bodyLength = -1;
    private boolean chunked;
    private long bodyRead;
    private String bodyEnd = "";
    private boolean ended;

    void add(byte[] bytes, int count) {
        if (headRead) {
            addBody(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            return;
        }
        head.write(bytes, 0, count);
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int blank = text.indexOf("\r\n\r\n");
        if (blank >= 0) {
            headRead = true;
            readHead(text.substring(0, blank));
            addBody(text.substring(blank + 4));
        }
    }

    /** Takes note that the connection was closed, which ends a body that does not tell its length. */
    void end() {
        ended = headRead && bodyLength < 0 && !chunked;
    }

    boolean isComplete() {
        if (!headRead) {
            return false;
        }
        if (status == NO_BODY || status == NOT_MODIFIED || ended) {
            return true;
        }
        return chunked ? bodyEnd.endsWith(LAST_CHUNK) : bodyLength >= 0 && bodyRead >= bodyLength;
    }

    /** Returns the status code; 0 when the answer is no HTTP. */
    int status() {
        return status;
    }

    private void readHead(String text) {
        String[] lines = text.split("\r\n", -1);
        status = statusOf(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].toLowerCase(Locale.ROOT);
            if (line.startsWith("content-length:")) {
                bodyLength = lengthOf(line.substring(line.indexOf(':') + 1).trim());
            } else if (line.startsWith("transfer-encoding:") && line.contains("chunked")) {
                chunked = true;
            }
        }
    }

    private void addBody(String text) {
        bodyRead += text.length();
        String end = bodyEnd + text;
        bodyEnd = end.substring(Math.max(0, end.length() - LAST_CHUNK.length()));
    }

    private static int statusOf(String line) {
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            return 0;
        }
        return (int) Math.max(0, lengthOf(line.substring(9, 12)));
    }

    private static long lengthOf(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }
}
