package dev.flowgate.gateway;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An open-loop load: each request begins when it is due, however long those before it take. Every second one asks for a
 * stream. Each has a connection of its own, so that how it ended can be told.
 */
final class LoadRun implements AutoCloseable {
    static final String ANSWER = "{\"choices\":[]}";
    static final String DONE = "data: [DONE]\n\n";

    private static final String CLEAN_END = "\r\n0\r\n\r\n";
    private static final Pattern DETOURS = Pattern.compile("x-litellm-attempted-(?:retries|fallbacks): (\\d+)");

    private final TestGateway gateway;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger();
    private final AtomicInteger hidden = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger detours = new AtomicInteger();
    private final List<String> visible = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(LoadRun::thread);
    private final ExecutorService clients = Executors.newCachedThreadPool(LoadRun::thread);

    private LoadRun(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** Begins a load that goes on until {@link #finish}. */
    static LoadRun start(TestGateway gateway, int perSecond) {
        LoadRun run = new LoadRun(gateway);
        long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var unused = run.clock.scheduleAtFixedRate(run::next, 0, period, TimeUnit.NANOSECONDS);
        return run;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    }

    private void next() {
        boolean stream = started.getAndIncrement() % 2 == 1;
        clients.execute(() -> ask(stream));
    }

    private void ask(boolean stream) {
        try (Socket socket = gateway.connect()) {
            String body = stream ? TestGateway.chat("gpt", "\"stream\":true") : TestGateway.chat("gpt");
            socket.getOutputStream()
                    .write(TestGateway.rawPost("/v1/chat/completions", body, "connection: close")
                            .getBytes(StandardCharsets.UTF_8));
            judge(stream, RawAnswer.read(socket));
        } catch (IOException failure) {
            visible.add(failure.toString());
        } finally {
            ended.incrementAndGet();
        }
    }

    private void judge(boolean stream, RawAnswer answer) {
        String text = answer.text();
        boolean good = text.startsWith("HTTP/1.1 200 ");
        int own = 0;
        for (Matcher matcher = DETOURS.matcher(text); matcher.find(); ) {
            own += Integer.parseInt(matcher.group(1));
        }
        detours.addAndGet(own);
        if (good && !answer.reset() && isWhole(stream, text)) {
            (own == 0 ? complete : hidden).incrementAndGet();
        } else if (good
                && stream
                && answer.reset()
                && text.contains("data: {\"error\":")
                && !text.contains(CLEAN_END)) {
            cut.incrementAndGet();
        } else {
            visible.add((answer.reset() ? "reset after: " : "ended after: ") + text);
        }
    }

    /** A stream that is over at once has a length and no chunks. */
    private static boolean isWhole(boolean stream, String text) {
        return stream ? text.endsWith(DONE) || text.endsWith(DONE + CLEAN_END) : text.endsWith(ANSWER);
    }

    /** Waits until so many requests have begun. */
    void awaitStarted(int count) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> started.get() >= count);
    }

    /** Begins no more requests, and waits until every one has been answered. */
    void finish() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The load does not stop.");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> ended.get() == started.get());
    }

    /** How many requests there were. */
    int total() {
        return started.get();
    }

    /** Answered at the first try. */
    int complete() {
        return complete.get();
    }

    /** Answered after a failure that the client did not see. */
    int hidden() {
        return hidden.get();
    }

    /** Streams that began and were broken off in the way that nobody takes for an end. */
    int cut() {
        return cut.get();
    }

    /** Retries and fallbacks, as the answers tell. */
    int detours() {
        return detours.get();
    }

    /** Everything else, as the client saw it. */
    List<String> visible() {
        return visible;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.shutdownNow();
    }
}
