package dev.flowgate.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Everything a connection gave until it ended, and how it ended. */
record RawAnswer(String text, boolean reset) {
    static RawAnswer read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
            return new RawAnswer(all.toString(StandardCharsets.UTF_8), false);
        } catch (SocketException reset) {
            return new RawAnswer(all.toString(StandardCharsets.UTF_8), true);
        }
    }

    /** Reads up to and with a text. */
    static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("The connection ended after: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }
}
