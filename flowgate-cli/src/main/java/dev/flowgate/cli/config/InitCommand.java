package dev.flowgate.cli.config;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}: writes a configuration that works at once. */
@Command(name = "init", description = "Write a commented configuration that works at once.")
public final class InitCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Option(names = "--force", description = "Replace the configuration that is there.")
    boolean force;

    /** Makes the verb. */
    public InitCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Path file = workspace.configFile();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !force) {
            throw new FlowGateException(file + " is already there, and nothing was changed. "
                    + "Use --force to replace it, or --config FILE to write another one.");
        }
        write(file);
        workspace.output().print(new Written(file));
        workspace.output().hint("Next: " + workspace.command() + " up");
        return ExitCode.DONE;
    }

    /** Writes the default configuration to a file. */
    public static void write(Path file) {
        try {
            AtomicFile.write(file, defaultConfiguration(file));
        } catch (IOException failure) {
            throw new FlowGateException(
                    file + " cannot be written (" + failure.getMessage() + "). Check the folder's permissions.",
                    failure);
        }
    }

    /** The state lies beside the folder "config", and inside any other folder. */
    private static String defaultConfiguration(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        boolean isConfigFolder = folder != null && folder.endsWith("config");
        String text = template();
        return isConfigFolder ? text : text.replace("../.router/", ".router/");
    }

    /** Returns the default configuration of a folder {@code config}. */
    public static String template() {
        try (InputStream in = InitCommand.class.getResourceAsStream("default-configuration.yaml")) {
            if (in == null) {
                throw new IllegalStateException("The default configuration is missing from this build.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private record Written(Path file) implements Report {
        @Override
        public List<String> text(Style style) {
            return List.of(style.mark(true) + " wrote " + file);
        }

        @Override
        public List<String> kv() {
            return List.of("config=" + file);
        }

        @Override
        public Object json() {
            return Map.of("config", file.toString());
        }
    }
}
