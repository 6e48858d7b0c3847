package dev.flowgate.cli.engine;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes a body as far as it comes. The subscribers of the JDK forget what they have not handed out when a body is cut. */
final class BodyAsItCame implements BodySubscriber<BodyAsItCame.Body> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Body> body = new CompletableFuture<>();

    /**
     * A body.
     *
     * @param text the text as far as it came
     * @param isWhole whether it ended as HTTP says it ends
     */
    record Body(String text, boolean isWhole) {}

    @Override
    public CompletionStage<Body> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] read = new byte[buffer.remaining()];
            buffer.get(read);
            bytes.write(read, 0, read.length);
        }
    }

    @Override
    public void onError(Throwable cut) {
        body.complete(new Body(bytes.toString(StandardCharsets.UTF_8), false));
    }

    @Override
    public void onComplete() {
        body.complete(new Body(bytes.toString(StandardCharsets.UTF_8), true));
    }
}
