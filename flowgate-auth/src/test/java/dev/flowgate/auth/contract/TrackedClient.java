package dev.flowgate.auth.contract;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A client that counts its uses, and refuses them, lets them hang, or carries them out. */
final class TrackedClient extends HttpClient {
    private enum Behaviour {
        REFUSE,
        HANG,
        SEND
    }

    private final HttpClient real =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final AtomicInteger uses = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile Behaviour behaviour;

    private TrackedClient(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    static TrackedClient refusing() {
        return new TrackedClient(Behaviour.REFUSE);
    }

    static TrackedClient hanging() {
        return new TrackedClient(Behaviour.HANG);
    }

    static TrackedClient real() {
        return new TrackedClient(Behaviour.SEND);
    }

    /** From now on nothing is answered, and uses are counted anew. */
    void hang() {
        behaviour = Behaviour.HANG;
        uses.set(0);
    }

    int uses() {
        return uses.get();
    }

    /** Waits until a step waits for an answer; false when it ends without. */
    boolean awaitUse(Thread step) throws InterruptedException {
        while (step.isAlive() && uses.get() == 0) {
            step.join(5);
        }
        return uses.get() > 0;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        uses.incrementAndGet();
        if (behaviour == Behaviour.SEND) {
            return real.send(request, handler);
        }
        if (behaviour == Behaviour.HANG && !never.await(30, TimeUnit.SECONDS)) {
            throw new IOException("The contract's client has waited long enough.");
        }
        throw new IOException("The contract's client sends nothing now.");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        uses.incrementAndGet();
        return switch (behaviour) {
            case SEND -> real.sendAsync(request, handler);
            case HANG -> new CompletableFuture<>();
            case REFUSE -> CompletableFuture.failedFuture(new IOException("The contract's client sends nothing now."));
        };
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return real.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has a default context.", impossible);
        }
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
