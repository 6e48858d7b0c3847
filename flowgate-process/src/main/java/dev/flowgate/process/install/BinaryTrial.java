package dev.flowgate.process.install;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tries a program before it is used: its header is for this machine, and {@code PROGRAM -h}, which needs no configuration
 * and opens no port, prints the banner of CLIProxyAPI.
 */
final class BinaryTrial {
    private static final Pattern BANNER =
            Pattern.compile("CLIProxyAPI Version: (\\S{1,80}), Commit: \\S*, BuiltAt: .*");
    private static final int READ = 8 * 1024;
    private static final int QUOTED = 200;

    private final Platform platform;
    private final Duration limit;

    /**
     * Creates it.
     *
     * @param platform the machine
     * @param limit how long the program may take
     */
    BinaryTrial(Platform platform, Duration limit) {
        this.platform = platform;
        this.limit = limit;
    }

    /**
     * Tries a program.
     *
     * @param program its file, in a folder that may be written to
     * @return the version in its banner, such as {@code 7.2.140} or {@code 6.8.16-0-plus}
     * @throws InstallException if it is not CLIProxyAPI for this machine, or does not run
     * @throws IOException if its output cannot be kept or read
     */
    String version(Path program) throws IOException, InterruptedException {
        ExecutableHeader.require(program, platform);
        Path output = Files.createTempFile(program.resolveSibling(""), ".trial", ".out");
        try {
            int status = run(program, output);
            String said = head(output);
            Matcher banner = BANNER.matcher(said.lines().findFirst().orElse(""));
            if (!banner.matches()) {
                throw new InstallException(
                        program.getFileName() + " is not CLIProxyAPI: run with -h, it ended with status " + status
                                + " and said " + quoted(said) + ". Check where it comes from.");
            }
            return banner.group(1);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private int run(Path program, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-h")
                .directory(program.resolveSibling("").toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // A program that has not been tried yet is told nothing, and least of all secrets.
        builder.environment().clear();
        Process process;
        try {
            process = builder.start();
        } catch (IOException refused) {
            throw new InstallException(
                    program + " cannot be run: " + refused.getMessage()
                            + ". Check that its disk is not mounted noexec, and that it is for this machine.",
                    refused);
        }
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InstallException(
                        program.getFileName() + " is not CLIProxyAPI: run with -h, it did not end within "
                                + limit.toSeconds() + " s. Check where it comes from.");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String head(Path output) throws IOException {
        try (InputStream content = new FileInputStream(output.toFile())) {
            return new String(content.readNBytes(READ), StandardCharsets.UTF_8);
        }
    }

    private static String quoted(String said) {
        String printable = said.strip().replaceAll("\\p{Cntrl}+", " ");
        return printable.isEmpty()
                ? "nothing"
                : '"' + (printable.length() > QUOTED ? printable.substring(0, QUOTED) + "..." : printable) + '"';
    }
}
