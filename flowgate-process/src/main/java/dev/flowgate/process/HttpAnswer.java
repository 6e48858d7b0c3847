package dev.flowgate.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a service whether it is ready, by one GET over a plain socket. The JDK's HTTP client would take longer to load
 * than the question takes, follows the system's proxies unless told otherwise, and has no time limit on the body.
 */
final class HttpAnswer {
    private static final int SLICE_MILLIS = 100;
    private static final int DEFAULT_PORT = 80;
    private static final int LARGEST = 1024 * 1024;
    private static final int CHUNK = 8192;
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    private final URI uri;
    private final long deadline;

    private HttpAnswer(URI uri, Duration patience) {
        this.uri = uri;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Tells whether a status says that all is well. */
    static boolean isGood(int status) {
        return status >= OK && status < REDIRECT;
    }

    /**
     * Asks and waits for the whole answer.
     *
     * @param patience for everything together
     * @return the status code, or 0 when there was no complete answer in time
     */
    static int status(URI uri, Duration patience) throws InterruptedException {
        return new HttpAnswer(uri, patience).ask();
    }

    private int ask() throws InterruptedException {
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        String host = uri.getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(name, port), millisLeft());
            socket.setSoTimeout(SLICE_MILLIS);
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + host + ":" + port
                    + "\r\nUser-Agent: flowgate\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(socket.getInputStream());
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    private int read(InputStream input) throws IOException, InterruptedException {
        HttpAnswerReader answer = new HttpAnswerReader();
        byte[] chunk = new byte[CHUNK];
        int total = 0;
        while (!answer.isComplete() && total < LARGEST) {
            int count = readSlice(input, chunk);
            if (count < 0) {
                answer.end();
                break;
            }
            total += count;
            answer.add(chunk, count);
        }
        return answer.isComplete() || total >= LARGEST ? answer.status() : 0;
    }

    // A blocking read does not notice an interrupt, and its timeout bounds one read only: hence the slices.
    private int readSlice(InputStream input, byte[] chunk) throws IOException, InterruptedException {
        while (System.nanoTime() - deadline < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                return input.read(chunk);
            } catch (SocketTimeoutException slice) {
                // Time for another look at the clock and at the interrupt.
            }
        }
        throw new SocketTimeoutException("no complete answer in time");
    }

    private int millisLeft() {
        return (int) Math.max(1, Math.min(500, (deadline - System.nanoTime()) / 1_000_000));
    }
}
