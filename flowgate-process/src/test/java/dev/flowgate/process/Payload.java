package dev.flowgate.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service for tests, run by the test JVM's own java: listens on a port and answers what its arguments say. */
public final class Payload {
    private Payload() {}

    /** Arguments: the port, and what to do with a connection: a status line's code, or {@code mute}. */
    @SuppressWarnings("InfiniteLoop")
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                if (!arguments[1].equals("mute")) {
                    try (socket) {
                        socket.getInputStream().read();
                        socket.getOutputStream()
                                .write(("HTTP/1.1 " + arguments[1] + " X\r\nContent-Length: 2\r\n\r\nok")
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }
    }
}
