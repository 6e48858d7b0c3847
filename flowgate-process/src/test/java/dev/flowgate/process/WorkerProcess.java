package dev.flowgate.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} in a process of its own, which can be killed at any moment. */
public final class WorkerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final String END = "ended without an answer";

    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private WorkerProcess(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one; it gets ready in the meantime. */
    static WorkerProcess start(Path folder) {
        return of(ServiceFixture.java(Worker.class, folder.toString()));
    }

    /** Starts one by a command of one's own. */
    public static WorkerProcess of(List<String> command) {
        try {
            return new WorkerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long pid() {
        return process.pid();
    }

    public WorkerProcess awaitReady() throws InterruptedException {
        String first = answer();
        if (!first.equals("ready")) {
            throw new AssertionError(first);
        }
        return this;
    }

    public void send(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns the next line that it prints. */
    public String answer() throws InterruptedException {
        String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s");
        }
        return answer;
    }

    public String ask(String command) throws InterruptedException {
        send(command);
        return answer();
    }

    /** Kills it after a time, unless it answered before; returns whether it was at work when it was killed. */
    public boolean killAfter(long nanos) throws InterruptedException {
        String answer = answers.poll(nanos, TimeUnit.NANOSECONDS);
        process.destroyForcibly();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("cannot be killed: pid " + process.pid());
        }
        if (answer != null && answer.startsWith("failed")) {
            throw new AssertionError(answer);
        }
        return answer == null && END.equals(answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException killed) {
            answers.add(END);
            return;
        }
        answers.add(END);
    }
}
