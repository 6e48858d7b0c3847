package dev.flowgate.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for services that tests start. They lie below those that the kernel gives to outgoing connections, one of which could
 * get it meanwhile; and each JVM that runs tests side by side has a range of its own.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int RANGE = 2_400;
    private static final int START = FIRST + (Integer.getInteger("flowgate.fork", 1) - 1) % 5 * RANGE;
    private static final AtomicInteger TAKEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

    private FreePort() {}

    /** Returns a port of the loopback that nobody listens on, and that this JVM has not returned for long. */
    public static int next() {
        for (int tries = 0; tries < RANGE; tries++) {
            int port = START + TAKEN.getAndIncrement() % RANGE;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        throw new IllegalStateException("no port is free from " + START + " on");
    }
}
