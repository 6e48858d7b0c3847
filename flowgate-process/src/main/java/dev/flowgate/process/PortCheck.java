package dev.flowgate.process;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Finds out before a start whether the service's port is free. */
final class PortCheck {
    private static final int CONNECT_MILLIS = 200;

    private PortCheck() {}

    /**
     * Checks the address.
     *
     * @throws ProcessException with {@link ProcessFailure.PortInUse} if it is taken or cannot be listened on
     */
    static void requireFree(ServiceSpec spec) {
        if (spec.port() == 0) {
            return;
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(spec.host());
        } catch (UnknownHostException unknown) {
            throw new ProcessException(
                    "Cannot start " + spec.name() + ": the host " + spec.host() + " is unknown. Change services."
                            + spec.name() + ".host; 127.0.0.1 is the usual one.",
                    new ProcessFailure.PortInUse(spec.host(), spec.port(), null),
                    unknown);
        }
        IOException refused = bind(address, spec.port());
        if (refused == null && !answers(address, spec.port())) {
            return;
        }
        PortOwner owner = PortOwner.find(spec.host(), spec.port()).orElse(null);
        throw new ProcessException(
                "Cannot start " + spec.name() + ": " + inUse(spec, owner, refused) + ". Stop it, or change services."
                        + spec.name() + ".port.",
                new ProcessFailure.PortInUse(spec.host(), spec.port(), owner),
                refused);
    }

    private static String inUse(ServiceSpec spec, @Nullable PortOwner owner, @Nullable IOException refused) {
        String port = "port " + spec.port() + " on " + spec.host();
        if (owner != null) {
            return port + " is in use by " + owner.describe();
        }
        return refused == null
                ? port + " is in use by a process that cannot be seen from here"
                : port + " cannot be listened on (" + refused.getMessage() + ")";
    }

    // It does not listen: a program that another thread starts at this moment has a copy of the socket for a while, and
    // would answer. And it has a family: without one it is a socket of IPv6, for which 0.0.0.0 collides with a stranger
    // on ::1, which the service may not.
    private static @Nullable IOException bind(InetAddress address, int port) {
        ProtocolFamily family =
                address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (SocketChannel channel = SocketChannel.open(family)) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(address, port));
            return null;
        } catch (IOException refused) {
            return refused;
        }
    }

    private static boolean answers(InetAddress address, int port) {
        InetAddress target = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target, port), CONNECT_MILLIS);
            // The kernel can choose the very port as the source and so connect the socket with itself (RFC 9293 3.5).
            return socket.getLocalPort() != port;
        } catch (IOException nobodyThere) {
            return false;
        }
    }
}
