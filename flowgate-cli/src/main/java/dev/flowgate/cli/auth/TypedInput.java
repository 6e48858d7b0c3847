package dev.flowgate.cli.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Reads what a person types, or a script pipes in, while a login goes on. A read cannot be interrupted, so it has a daemon
 * thread; at a terminal that thread reads only when a line is there, so that it can be ended and leaves the next line to
 * others.
 */
final class TypedInput implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final long END_MILLIS = 1000;

    private final Terminal terminal;
    private final BufferedReader reader;
    private @Nullable Thread thread;

    TypedInput(Terminal terminal, InputStream in) {
        this.terminal = terminal;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** Reading, which ends when it is interrupted. */
    private interface Reading {
        void run() throws IOException, InterruptedException;
    }

    /** Hands over each line from now on, until the input ends. */
    void lines(Consumer<String> line) {
        start(() -> {
            for (String next = read(); next != null; next = read()) {
                line.accept(next);
            }
        });
    }

    /**
     * Hands over the next line.
     *
     * @param ended is told when the input ended instead
     */
    void line(Consumer<String> line, Runnable ended) {
        start(() -> handOver(read(), line, ended));
    }

    /**
     * Asks at the terminal for something that must not be shown, and hands it over.
     *
     * @param ended is told when the input ended instead
     * @throws FlowGateException if the terminal cannot be told to show nothing
     */
    void secret(String question, Consumer<String> answer, Runnable ended) {
        Console console = console(terminal);
        start(() -> handOver(secret(console, question), answer, ended));
    }

    /**
     * Asks at the terminal for something that must not be shown, and waits for it.
     *
     * @return what was typed; null when the input ended
     * @throws FlowGateException if the terminal cannot be told to show nothing
     */
    static @Nullable String secret(Terminal terminal, String question) {
        return secret(console(terminal), question);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static void handOver(@Nullable String text, Consumer<String> taker, Runnable ended) {
        if (text == null) {
            ended.run();
        } else {
            taker.accept(text);
        }
    }

    private void start(Reading reading) {
        close();
        if (thread != null && terminal.inIsTerminal()) {
            awaitEnd(thread);
        }
        Thread started = new Thread(() -> run(reading), "flowgate-input");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    /** Two readers at one terminal would share the lines between them. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException endOfTheLogin) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Reading reading) {
        try {
            reading.run();
        } catch (IOException failure) {
            LoggerFactory.getLogger(TypedInput.class).warn("The standard input cannot be read: {}", failure.toString());
        } catch (InterruptedException nothingMoreIsWanted) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String read() throws IOException, InterruptedException {
        while (terminal.inIsTerminal() && !reader.ready()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return reader.readLine();
    }

    private static Console console(Terminal terminal) {
        if (!terminal.inIsTerminal() || !terminal.outIsTerminal()) {
            throw new FlowGateException("A secret has to be typed, and what is typed can only be hidden when stdin and "
                    + "stdout both are the terminal. Do not redirect stdout, or pipe the secret into stdin.");
        }
        // Since Java 22 there is a choice, and the other one edits lines, which takes the terminal over.
        System.setProperty("jdk.console", "java.base");
        return Objects.requireNonNull(System.console());
    }

    private static @Nullable String secret(Console console, String question) {
        char[] typed = console.readPassword("%s: ", question);
        if (typed == null) {
            return null;
        }
        String secret = new String(typed);
        Arrays.fill(typed, ' ');
        return secret;
    }
}
