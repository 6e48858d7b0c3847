package dev.flowgate.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream of both protocols that answers each request as it was told to, and keeps what it was sent. */
final class MockUpstream implements AutoCloseable {
    private static final int UNTOLD = 500;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<UpstreamReply> script = new ConcurrentLinkedQueue<>();
    private final List<UpstreamRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger told = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private MockUpstream(ServerSocket server) {
        this.server = server;
    }

    static MockUpstream start() throws IOException {
        MockUpstream upstream = new MockUpstream(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        upstream.threads.execute(upstream::accept);
        return upstream;
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Says what to do with the next requests, one each. A request beyond them is answered with a 500. */
    void will(UpstreamReply... replies) {
        script.addAll(List.of(replies));
        told.addAndGet(replies.length);
    }

    /** The requests since the last {@link #forget}. */
    List<UpstreamRequest> requests() {
        return requests;
    }

    /** How many requests it was told of since then. */
    int told() {
        return told.get();
    }

    /** Begins anew, for the next test. */
    void forget() {
        script.clear();
        requests.clear();
        told.set(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            UpstreamConnection connection = new UpstreamConnection(socket);
            for (Optional<UpstreamRequest> next = connection.read(); next.isPresent(); next = connection.read()) {
                requests.add(next.get());
                UpstreamReply reply = script.poll();
                (reply == null ? UpstreamReply.failure(UNTOLD) : reply).answer(connection);
            }
        } catch (IOException broken) {
            // By the router, which the clients then tell of, or by a reply whose purpose it is.
        }
    }
}
