package dev.flowgate.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReservedPortIT {
    /** Enough to come upon a certain port in every other run if the kernel gave it away. */
    private static final int ASKED = 10_000;

    private static final int AT_ONCE = 50;

    @Test
    void nobodyElseGetsItWithoutAskingForIt() throws IOException {
        Deque<ServerSocket> others = new ArrayDeque<>();
        try (ReservedPort port = ReservedPort.any()) {
            for (int i = 0; i < ASKED; i++) {
                ServerSocket other = new ServerSocket(0, 1, loopback());
                others.add(other);
                assertThat(other.getLocalPort()).isNotEqualTo(port.number());
                if (others.size() > AT_ONCE) {
                    others.remove().close();
                }
            }
        } finally {
            for (ServerSocket other : others) {
                other.close();
            }
        }
    }

    @Test
    void whoeverAsksForItCanListenThereAlsoLater() throws IOException {
        ServerSocket server;
        try (ReservedPort port = ReservedPort.any()) {
            server = new ServerSocket(port.number(), 1, loopback());
        }
        try (server;
                Socket client = new Socket(loopback(), server.getLocalPort())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
