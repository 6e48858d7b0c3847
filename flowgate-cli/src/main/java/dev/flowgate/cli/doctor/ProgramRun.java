package dev.flowgate.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What a program that was asked something has answered.
 *
 * @param exitCode its exit code; above 128 when it was killed because it took too long
 * @param out what it wrote to its standard output
 */
record ProgramRun(int exitCode, String out) {
    private static final long LIMIT_SECONDS = 3;

    /**
     * Runs a program to its end, without any input, for three seconds at the most.
     *
     * @throws IOException if it cannot be started
     */
    static ProgramRun of(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        Executor later = CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS);
        CompletableFuture<Void> limit = CompletableFuture.runAsync(process::destroyForcibly, later);
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new ProgramRun(process.waitFor(), text);
        } finally {
            limit.cancel(false);
            process.destroyForcibly();
        }
    }
}
