package dev.flowgate.process;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that listens, as {@code /proc/net/tcp} and {@code tcp6} show it (proc_pid_net(5)).
 *
 * @param address where it listens; IPv4 addresses in IPv6 form are IPv4 here
 * @param uid the user it belongs to
 * @param inode tells it from other sockets
 */
record ListeningSocket(InetAddress address, long uid, String inode) {
    private static final String LISTENING = "0A";
    private static final int HEXADECIMAL = 16;

    /**
     * Returns the sockets that answer on an address: those that listen on exactly that address or, when there are none,
     * those that listen on the wildcard address. Several can share one address.
     */
    static List<ListeningSocket> answering(InetAddress host, int port) {
        List<ListeningSocket> all = new ArrayList<>();
        read(Path.of("/proc/self/net/tcp"), port, all);
        read(Path.of("/proc/self/net/tcp6"), port, all);
        if (host.isAnyLocalAddress()) {
            return all;
        }
        List<ListeningSocket> exact = new ArrayList<>();
        List<ListeningSocket> wildcard = new ArrayList<>();
        for (ListeningSocket socket : all) {
            if (socket.address().equals(host)) {
                exact.add(socket);
            } else if (socket.address().isAnyLocalAddress()) {
                wildcard.add(socket);
            }
        }
        return exact.isEmpty() ? wildcard : exact;
    }

    /** Returns the link target by which the socket appears among a process's descriptors. */
    String link() {
        return "socket:[" + inode + "]";
    }

    private static void read(Path table, int port, List<ListeningSocket> found) {
        List<String> lines;
        try {
            lines = Files.readAllLines(table, StandardCharsets.ISO_8859_1);
        } catch (IOException noSuchProtocol) {
            // A kernel without IPv6 has no such table.
            return;
        }
        for (String line : lines) {
            ListeningSocket socket = parse(line, port);
            if (socket != null) {
                found.add(socket);
            }
        }
    }

    // "sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ..."
    static @Nullable ListeningSocket parse(String line, int port) {
        StringTokenizer fields = new StringTokenizer(line);
        if (fields.countTokens() < 10) {
            return null;
        }
        fields.nextToken();
        String local = fields.nextToken();
        fields.nextToken();
        int colon = local.indexOf(':');
        if (!fields.nextToken().equals(LISTENING)
                || colon < 0
                || Integer.parseInt(local.substring(colon + 1), HEXADECIMAL) != port) {
            return null;
        }
        fields.nextToken();
        fields.nextToken();
        fields.nextToken();
        long uid = Long.parseLong(fields.nextToken());
        fields.nextToken();
        return new ListeningSocket(address(local.substring(0, colon)), uid, fields.nextToken());
    }

    // Groups of four bytes, each in the byte order of the machine.
    private static InetAddress address(String hexadecimal) {
        ByteBuffer bytes = ByteBuffer.allocate(hexadecimal.length() / 2).order(ByteOrder.nativeOrder());
        for (int i = 0; i < hexadecimal.length(); i += 8) {
            bytes.putInt(Integer.parseUnsignedInt(hexadecimal.substring(i, i + 8), HEXADECIMAL));
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (IOException impossible) {
            throw new IllegalStateException("the kernel's addresses have 4 or 16 bytes", impossible);
        }
    }
}
