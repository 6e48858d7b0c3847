package dev.flowgate.cli;

import dev.flowgate.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A folder in which the commands of a page are run by bash, as at a terminal. What pages call {@value #FOLDER} and the ports
 * that they name are this folder and free ports here. Directory and exported variables last from one command to the next.
 */
final class Scratch implements AutoCloseable {
    /** How pages call the folder that commands are run in. */
    static final String FOLDER = "/home/ada/router";

    private static final List<String> PORTS = List.of("4000", "4001", "8317");
    private static final long PATIENCE_SECONDS = 120;
    /** Goes on where the command before it ended, and leaves where that is to the next. */
    private static final String CONTINUED =
            ". \"$0\"; trap '{ export -p; printf \"cd %q\\n\" \"$PWD\"; } > \"$0\"' EXIT; eval \"$1\"";

    private final Path root;
    private final Path folder;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Deque<AutoCloseable> attached = new ArrayDeque<>();
    private List<String> enter = List.of();

    Scratch(Path root) throws IOException {
        this.root = root;
        folder = Files.createDirectories(root.resolve("router"));
        Files.createDirectories(root.resolve("home"));
        for (String port : PORTS) {
            names.put(port, String.valueOf(FreePort.next()));
        }
        Files.writeString(root.resolve("state"), "cd '" + folder + "'\n");
        String launcher = Distribution.in(folder).command().get(0);
        Path command = script("flowgate", """
                case " $* " in
                *" init "*)
                    "%1$s" --format text "$@" && exec sed -i 's/4000/%2$s/' config/flowgate.yaml
                    exit 1
                    ;;
                *" up "*)
                    [ -e config/flowgate.yaml ] || { "%1$s" --quiet init && sed -i 's/4000/%2$s/' config/flowgate.yaml; }
                    ;;
                *" --format "*) exec "%1$s" "$@" ;;
                esac
                exec "%1$s" --format text "$@"
                """.formatted(launcher, port("4000")));
        Files.createSymbolicLink(folder.resolve("flowgate"), command);
    }

    Path folder() {
        return folder;
    }

    /** Returns the port that stands here for one of a page. */
    String port(String onPage) {
        return names.getOrDefault(onPage, onPage);
    }

    /** Puts a shell script on the path of the commands. */
    Path script(String name, String text) throws IOException {
        Path file = Files.createDirectories(root.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Writes a file below the folder, as a page would show it. */
    void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, here(text));
    }

    /** Runs the commands behind a program that takes another as its arguments. */
    void enterBy(String... words) {
        enter = List.of(words);
    }

    /** Closes something when this is closed, the last first. */
    void attach(AutoCloseable resource) {
        attached.push(resource);
    }

    /** Returns a page's text with this folder and these ports in it. */
    String here(String text) {
        String local = text.replace(FOLDER, folder.toString());
        for (Map.Entry<String, String> port : names.entrySet()) {
            local = local.replaceAll("(?<!\\d)" + port.getKey() + "(?!\\d)", port.getValue());
        }
        return local;
    }

    /** Runs a command that a page names, and expects it to succeed: for what comes before the page's own. */
    void prepare(String command) throws IOException, InterruptedException {
        Ran ran = run(command);
        if (ran.exitCode() != 0) {
            throw new AssertionError(command + " ended with " + ran.exitCode() + ":\n" + ran.output());
        }
    }

    /** Runs a command that a page names. */
    Ran run(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(enter);
        words.addAll(List.of("bash", "-c", CONTINUED, root.resolve("state").toString(), here(command)));
        Path output = root.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(root.toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        root.resolve("bin") + ":" + path,
                        "HOME",
                        root.resolve("home").toString(),
                        "LANG",
                        "C.UTF-8",
                        "NO_COLOR",
                        "1",
                        "FLOWGATE_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end within " + PATIENCE_SECONDS + " s");
        }
        return new Ran(process.exitValue(), Files.readString(output));
    }

    /** How a command ended, and what it wrote. */
    record Ran(int exitCode, String output) {}

    @Override
    public void close() throws Exception {
        Ran down = run("cd '" + folder + "' && if [ -e config/flowgate.yaml ]; then flowgate --quiet down; fi");
        if (down.exitCode() != 0) {
            run("for file in '" + folder
                    + "'/.router/runtime/services/*/*.pid; do kill -9 $(cut -d' ' -f1 \"$file\"); done");
        }
        while (!attached.isEmpty()) {
            attached.pop().close();
        }
        if (down.exitCode() != 0) {
            throw new AssertionError("flowgate down ended with " + down.exitCode() + ":\n" + down.output());
        }
    }
}
