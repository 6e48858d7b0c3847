package dev.flowgate.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service for tests that answers a probe as no service should. */
public final class FaultyPayload {
    private FaultyPayload() {}

    /** Arguments: the port, and {@code stall} (after the head) or {@code late} (503 three times, and then 200). */
    @SuppressWarnings("InfiniteLoop")
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
            for (int request = 0; true; request++) {
                Socket socket = server.accept();
                if (arguments[1].equals("stall")) {
                    answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                } else {
                    try (socket) {
                        socket.getInputStream().read();
                        answer(socket, "HTTP/1.1 " + (request < 3 ? 503 : 200) + " X\r\nContent-Length: 0\r\n\r\n");
                    }
                }
            }
        }
    }

    private static void answer(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
