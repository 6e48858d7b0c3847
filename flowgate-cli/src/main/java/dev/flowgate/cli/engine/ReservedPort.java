package dev.flowgate.cli.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.slf4j.LoggerFactory;

/**
 * A port of 127.0.0.1 for a program that takes its time until it listens. Meanwhile the kernel gives the port to nobody who
 * asks for any port, and to no outgoing connection, because a socket is bound to it. That socket does not listen and lets its
 * address be reused (socket(7), {@code SO_REUSEADDR}, as Linux has it), so that a program which asks for this very port and lets
 * it be reused, as servers do, can listen there.
 */
public final class ReservedPort implements AutoCloseable {
    private final SocketChannel holder;
    private final int number;

    private ReservedPort(SocketChannel holder, int number) {
        this.holder = holder;
        this.number = number;
    }

    /**
     * Reserves a port that nobody uses.
     *
     * @throws IOException if there is none
     */
    public static ReservedPort any() throws IOException {
        SocketChannel holder = SocketChannel.open(StandardProtocolFamily.INET);
        try {
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            holder.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            return new ReservedPort(holder, ((InetSocketAddress) holder.getLocalAddress()).getPort());
        } catch (IOException failed) {
            holder.close();
            throw failed;
        }
    }

    /** Returns the port's number, 1 to 65535. */
    public int number() {
        return number;
    }

    /** Gives it back. Whoever listens on it goes on. */
    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException failed) {
            LoggerFactory.getLogger(ReservedPort.class).debug("Cannot give port {} back", number, failed);
        }
    }
}
