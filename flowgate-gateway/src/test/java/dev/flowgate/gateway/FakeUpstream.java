package dev.flowgate.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An upstream on raw sockets that does what a test tells it, byte by byte if need be. */
final class FakeUpstream implements AutoCloseable {
    /** What to do with one request. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Call call) throws IOException;
    }

    /** One request as it came. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Received(String line, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Keeps the port from others while nobody listens there: bound, but not listening. */
    private final SocketChannel reservation;

    private final ServerSocket server;
    private final ExecutorService threads;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private final boolean readsBodies;
    private volatile Behaviour otherwise;

    private FakeUpstream(SocketChannel reservation, boolean readsBodies, Behaviour otherwise) throws IOException {
        this.otherwise = otherwise;
        this.readsBodies = readsBodies;
        this.reservation = reservation;
        int port = ((InetSocketAddress) reservation.getLocalAddress()).getPort();
        this.server = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake-upstream");
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** Starts one that answers every request the same way, after the script has been used up. */
    static FakeUpstream start(Behaviour otherwise) {
        return start(true, otherwise);
    }

    /** Starts one that behaves as told as soon as it has seen a head, whatever comes after it. */
    static FakeUpstream hasty(Behaviour otherwise) {
        return start(false, otherwise);
    }

    private static FakeUpstream start(boolean readsBodies, Behaviour otherwise) {
        try {
            SocketChannel reservation = SocketChannel.open(StandardProtocolFamily.INET);
            reservation.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new FakeUpstream(reservation, readsBodies, otherwise);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts another one in the place of this one, which was killed. */
    FakeUpstream startAgain(Behaviour behaviour) {
        try {
            return new FakeUpstream(reservation, readsBodies, behaviour);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static FakeUpstream answering(String json) {
        return start(call -> call.json(200, json));
    }

    /** Adds what to do with the next requests, one each. */
    FakeUpstream then(Behaviour... next) {
        script.addAll(List.of(next));
        return this;
    }

    void always(Behaviour behaviour) {
        otherwise = behaviour;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** The address without a path, as Anthropic clients want it. */
    URI root() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    /** How many times the peer was seen to leave while a call waited for it. */
    int left() {
        return left.get();
    }

    /** Dies as a process does that is killed in the middle: its connections are reset. */
    void kill() {
        end(true);
    }

    @Override
    public void close() {
        end(false);
        try {
            reservation.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void end(boolean reset) {
        try {
            server.close();
            for (Socket socket : sockets) {
                if (reset && !socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                if (server.isClosed()) {
                    // It came too late to be seen by whoever closes.
                    socket.setSoLinger(true, 0);
                    socket.close();
                } else {
                    threads.execute(() -> serve(socket));
                }
            } catch (IOException | RejectedExecutionException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            int number = 0;
            for (Received request = read(in); request != null; request = read(in)) {
                received.add(request);
                number++;
                Behaviour next = script.poll();
                (next == null ? otherwise : next).serve(new Call(socket, in, request, number));
            }
        } catch (IOException broken) {
            // The test broke the connection, or the gateway did: either is what is being tested.
        }
    }

    private @Nullable Received read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        int length = readsBodies ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        byte[] body = in.readNBytes(length);
        return new Received(line, headers, body);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** One request being answered. */
    final class Call {
        private final Socket socket;
        private final InputStream in;
        private final Received request;
        private final int number;

        Call(Socket socket, InputStream in, Received request, int number) {
            this.socket = socket;
            this.in = in;
            this.request = request;
            this.number = number;
        }

        /** How many requests have come over this connection, with this one. */
        int number() {
            return number;
        }

        Received request() {
            return request;
        }

        void json(int status, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head(status, "content-type: application/json", "content-length: " + bytes.length, headers);
            raw(bytes);
        }

        void head(int status, String first, String second, String... more) throws IOException {
            StringBuilder head =
                    new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n" + first + "\r\n" + second + "\r\n");
            for (String header : more) {
                head.append(header).append("\r\n");
            }
            raw(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        void beginStream() throws IOException {
            head(200, "content-type: text/event-stream", "transfer-encoding: chunked");
        }

        void chunk(String data) throws IOException {
            byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
            raw((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            raw(bytes);
            raw("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }

        void endStream() throws IOException {
            raw("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }

        void raw(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Takes its time, unless the peer leaves meanwhile. */
        void think(Duration time) throws IOException {
            socket.setSoTimeout(Math.toIntExact(time.toMillis()));
            try {
                if (in.read() < 0) {
                    throw new IOException("The peer left.");
                }
                throw new IOException("The peer sent more instead of waiting.");
            } catch (SocketTimeoutException waited) {
                socket.setSoTimeout(0);
            }
        }

        /** Reads what comes and throws it away, until the peer leaves. */
        void drain() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Closes the connection. */
        void close() throws IOException {
            socket.close();
        }

        /** Breaks the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the peer leaves, and counts it. */
        void awaitPeerLeaving() throws IOException {
            try {
                int read = in.read();
                if (read >= 0) {
                    throw new IOException("The peer sent more instead of leaving.");
                }
            } catch (java.net.SocketException reset) {
                // A reset is a way of leaving, too.
            }
            left.incrementAndGet();
            socket.close();
        }
    }
}
