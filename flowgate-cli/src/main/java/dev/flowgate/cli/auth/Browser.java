package dev.flowgate.cli.auth;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The program that opens an address in the user's browser. It runs in a session of its own, so that Ctrl-C does not reach
 * it, and writes nowhere.
 */
final class Browser {
    private static final String PLACE = "%s";
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    private final List<String> command;

    private Browser(List<String> command) {
        this.command = command;
    }

    /**
     * Finds out how addresses are opened: by what {@code BROWSER} names, else by the desktop's own program where there
     * seems to be a desktop.
     *
     * @param environment the variables
     * @return null when no browser is to be expected, as on a machine reached through ssh
     */
    static @Nullable Browser find(Map<String, String> environment) {
        List<String> opener = opener(environment);
        if (opener.isEmpty()) {
            return null;
        }
        List<String> command = new ArrayList<>();
        if (isProgram("setsid", environment)) {
            command.add("setsid");
        }
        command.addAll(opener);
        return new Browser(command);
    }

    /**
     * Asks for an address to be opened, and does not wait.
     *
     * @return whether somebody was asked; not for an address that is not of the web, which could start anything
     */
    boolean open(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
            return false;
        }
        try {
            Process started = new ProcessBuilder(command(url))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return started.pid() > 0;
        } catch (IOException cannotRun) {
            LoggerFactory.getLogger(Browser.class).info("No browser could be started: {}", cannotRun.getMessage());
            return false;
        }
    }

    List<String> command(URI url) {
        String address = url.toASCIIString();
        List<String> words = new ArrayList<>(command);
        words.replaceAll(word -> word.replace(PLACE, address));
        if (words.equals(command)) {
            words.add(address);
        }
        return words;
    }

    private static List<String> opener(Map<String, String> environment) {
        // Alternatives are separated as in PATH; the first is the one that is preferred.
        String named = SEPARATOR
                .splitAsStream(environment.getOrDefault("BROWSER", ""))
                .findFirst()
                .orElse("")
                .strip();
        if (!named.isEmpty()) {
            return WHITE_SPACE.splitAsStream(named).toList();
        }
        boolean isMac =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean hasDesktop = isMac
                ? !environment.containsKey("SSH_CONNECTION")
                : environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        String opener = isMac ? "open" : "xdg-open";
        return hasDesktop && isProgram(opener, environment) ? List.of(opener) : List.of();
    }

    private static boolean isProgram(String name, Map<String, String> environment) {
        return SEPARATOR
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
