package dev.flowgate.process.install;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that is taken piece by piece, with a limit on the wait for each, and that an interrupt ends at once; the JDK's own
 * streams have neither. One piece is asked for at a time, so that it takes little memory.
 */
final class ChunkedBody implements BodySubscriber<ChunkedBody>, AutoCloseable {
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    /** A piece of the body, its end, or what cut it. */
    private sealed interface Piece {
        record Data(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Cut(Throwable cause) implements Piece {}
    }

    /**
     * Waits for the next piece.
     *
     * @return its bytes; null at the end
     * @throws HttpTimeoutException if nothing came in time
     * @throws IOException if the connection was lost
     */
    @Nullable List<ByteBuffer> next(Duration limit) throws IOException, InterruptedException {
        Piece piece = pieces.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (piece == null) {
            throw new HttpTimeoutException("nothing came for " + limit.toSeconds() + " s");
        }
        if (piece instanceof Piece.Cut cut) {
            throw new IOException("the connection was lost", cut.cause());
        }
        if (piece instanceof Piece.Data data) {
            Flow.Subscription active = subscription;
            if (active != null) {
                active.request(1);
            }
            return data.buffers();
        }
        return null;
    }

    /** Ends the transfer. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription active = subscription;
        if (active != null) {
            active.cancel();
        }
    }

    @Override
    public CompletionStage<ChunkedBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Data(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece.Cut(failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }
}
