package dev.flowgate.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service for tests, run by the test JVM's own java: listens on a port and answers what its arguments say. */
public final class Payload {
    private Payload() {}

    /**
     * Arguments: the port, what to do with a connection (a status line's code, or {@code mute}), and {@code PATH=CODE} for
     * each path that is answered otherwise.
     */
    @SuppressWarnings("InfiniteLoop")
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                if (!arguments[1].equals("mute")) {
                    try (socket) {
                        String code = code(requestLine(socket.getInputStream()), arguments);
                        socket.getOutputStream()
                                .write(("HTTP/1.1 " + code + " X\r\nContent-Length: 2\r\n\r\nok")
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }
    }

    private static String requestLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static String code(String requestLine, String[] arguments) {
        for (int i = 2; i < arguments.length; i++) {
            int sign = arguments[i].indexOf('=');
            if (requestLine.startsWith("GET " + arguments[i].substring(0, sign) + " ")) {
                return arguments[i].substring(sign + 1);
            }
        }
        return arguments[1];
    }
}
