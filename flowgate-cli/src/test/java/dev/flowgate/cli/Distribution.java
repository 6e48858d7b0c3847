package dev.flowgate.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built distribution, run as a user runs it, in a folder of its own. Closing it stops what it started. */
final class Distribution implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path LAUNCHER = launcher();

    private final Path folder;
    private final Path launcher;
    private final Map<String, String> environment = new HashMap<>();
    private String umask = "";
    private Redirect input = Redirect.from(new File("/dev/null"));
    private int runs;

    private Distribution(Path folder, Path launcher) {
        this.folder = folder;
        this.launcher = launcher;
        environment.put("FLOWGATE_JAVA", JAVA.toString());
    }

    /** Makes the class-data archives first, as a user does: hundreds of starts take half the time then. */
    private static Path launcher() {
        Path bin = Path.of(System.getProperty("flowgate.distribution"), "bin");
        // Standard output is the channel by which the tests are reported.
        ProcessBuilder archives = new ProcessBuilder(
                        bin.resolve("flowgate-archive").toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT);
        archives.environment().put("FLOWGATE_JAVA", JAVA.toString());
        try {
            Process process = archives.start();
            if (!process.waitFor(2 * PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("flowgate-archive failed");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return bin.resolve("flowgate");
    }

    static Distribution in(Path folder) {
        return new Distribution(folder, LAUNCHER);
    }

    /** As {@link #in}, with a copy of the distribution that a test may change, in {@code folder/copy}. */
    static Distribution copiedTo(Path folder) throws IOException, InterruptedException {
        Path copy = folder.resolve("copy");
        Process copying = new ProcessBuilder("cp", "-r", "-p", home().toString(), copy.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        if (copying.waitFor() != 0) {
            throw new IOException(home() + " cannot be copied to " + copy);
        }
        return new Distribution(folder, copy.resolve("bin/flowgate"));
    }

    private static Path home() {
        return Path.of(System.getProperty("flowgate.distribution"));
    }

    Distribution with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs what follows under a file mode creation mask, such as {@code 077}. */
    Distribution under(String mask) {
        umask = mask;
        return this;
    }

    /** Pipes a text into what follows. */
    Distribution piping(String text) throws IOException {
        input = Redirect.from(
                Files.writeString(folder.resolve("in." + runs), text).toFile());
        return this;
    }

    /** Leaves the input of what follows to the test. */
    Distribution typing() {
        input = Redirect.PIPE;
        return this;
    }

    /** Writes {@code config/flowgate.yaml}. */
    Distribution configure(String yaml) throws IOException {
        Path file = folder.resolve("config/flowgate.yaml");
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(file, yaml);
        return this;
    }

    /** Runs a verb to its end. */
    Result run(String... words) throws IOException, InterruptedException {
        Running running = start(words);
        if (!running.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            running.process().destroyForcibly();
            throw new AssertionError(
                    "flowgate " + String.join(" ", words) + " did not end within " + PATIENCE_SECONDS + " s");
        }
        return running.result();
    }

    /** Starts a verb that goes on. */
    Running start(String... words) throws IOException {
        return start(command(words));
    }

    /** Starts a verb that hears Ctrl-C, also where these tests run in the background and ignore it. */
    Running interruptible(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(command(words));
        return start(command);
    }

    /** Returns the command line of a verb, for another program to start. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (!umask.isEmpty()) {
            command.addAll(List.of("/bin/sh", "-c", "umask " + umask + "; exec \"$0\" \"$@\""));
        }
        command.add(launcher.toString());
        command.addAll(List.of(words));
        return command;
    }

    /** Starts any program in the folder, with the environment of a verb. */
    Running start(List<String> command) throws IOException {
        int number = ++runs;
        Path out = folder.resolve("out." + number);
        Path err = folder.resolve("err." + number);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // What the tests' own JVM was given is no business of the distribution's.
        builder.environment()
                .keySet()
                .removeIf(name -> name.endsWith("JAVA_OPTIONS") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (Files.exists(folder.resolve("config/flowgate.yaml"))) {
            run("--quiet", "down");
        }
    }

    /** A verb that was started. */
    record Running(Process process, Path outFile, Path errFile) {
        Result result() throws IOException {
            return new Result(process.exitValue(), out(), err());
        }

        String out() throws IOException {
            return Files.readString(outFile, StandardCharsets.UTF_8);
        }

        String err() throws IOException {
            return Files.readString(errFile, StandardCharsets.UTF_8);
        }
    }

    /** How a verb ended, and what it wrote. */
    record Result(int exitCode, String out, String err) {
        /** Returns the value of a {@code key=value} that stands in the output. */
        String value(String key) {
            Matcher matcher = Pattern.compile("(?m)(?:^|[ :])" + Pattern.quote(key) + "=(\\S*)")
                    .matcher(out);
            if (!matcher.find()) {
                throw new AssertionError("no " + key + "= in: " + out + err);
            }
            return matcher.group(1);
        }

        /** Returns the process id of a service that the verb has started or found running. */
        long pid(String service) {
            Matcher matcher = Pattern.compile("(?m)^" + Pattern.quote(service) + ":started pid=(\\d+)")
                    .matcher(out);
            if (!matcher.find()) {
                throw new AssertionError("no pid of " + service + " in: " + out + err);
            }
            return Long.parseLong(matcher.group(1));
        }
    }
}
