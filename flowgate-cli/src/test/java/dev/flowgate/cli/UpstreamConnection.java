package dev.flowgate.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The upstream's end of a connection: HTTP/1.1 by hand, so that it can be broken at any byte. */
final class UpstreamConnection {
    private final Socket socket;
    private final InputStream in;

    UpstreamConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    /** Reads the next request; empty when the peer closed the connection instead. */
    Optional<UpstreamRequest> read() throws IOException {
        String start = line();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("The peer left within the body of " + start);
        }
        return Optional.of(new UpstreamRequest(start.split(" ", 3)[1], headers, new String(body, UTF_8)));
    }

    /** Sends a whole answer. */
    void send(int status, String type, String body, List<String> headers) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Told\r\n")
                .append("content-type: " + type + "\r\n")
                .append("content-length: " + bytes.length + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        write(bytes);
    }

    void beginStream() throws IOException {
        write("HTTP/1.1 200 Told\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                .getBytes(ISO_8859_1));
    }

    void sendEvent(String event) throws IOException {
        byte[] bytes = event.getBytes(UTF_8);
        write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        write(bytes);
        write("\r\n".getBytes(ISO_8859_1));
    }

    /** Ends the stream as HTTP wants it, whatever was said in it. */
    void endStream() throws IOException {
        write("0\r\n\r\n".getBytes(ISO_8859_1));
    }

    /** Breaks the connection off with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
