package dev.flowgate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The console blocks of a page, and its {@code sh} blocks, which are there to be copied. {@code <!-- scenario: NAME -->} begins a session in the state of that name; the blocks below it
 * belong to it, up to the next. A block that no test can run stands below a line {@code *Not run by the tests: WHY.*}, which
 * readers see.
 */
final class DocumentationPage {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SCENARIO = Pattern.compile("<!-- scenario: ([a-z0-9-]+) -->");
    private static final Pattern NOT_RUN = Pattern.compile("\\*Not run by the tests: (.+)\\*");
    private static final Pattern LABEL = Pattern.compile("\\*\\*(\\w+)\\.\\*\\*.*");
    private static final Pattern FENCE = Pattern.compile("\\s*(`{3,})(\\S*)");
    private static final Pattern COMMAND =
            Pattern.compile("\\s*(?:\\$ )?(?:\\./)?(?:flowgate|mvnw|scripts/\\S+)(?:\\s.*)?");

    private final String name;
    private final List<ConsoleSession> sessions = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();

    private String heading = "";
    private String label = "";
    private @Nullable String notRun;
    private @Nullable String scenario;
    private int begin;
    private List<ConsoleBlock> blocks = new ArrayList<>();

    private DocumentationPage(String name) {
        this.name = name;
    }

    /** Reads README.md and every page in docs. */
    static List<DocumentationPage> all() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<DocumentationPage> pages = new ArrayList<>();
            for (Path file : Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()) {
                pages.add(of(ROOT.relativize(file).toString(), Files.readAllLines(file)));
            }
            return pages;
        }
    }

    static DocumentationPage named(String name) throws IOException {
        return of(name, Files.readAllLines(ROOT.resolve(name)));
    }

    static DocumentationPage of(String name, List<String> lines) {
        DocumentationPage page = new DocumentationPage(name);
        page.read(lines);
        return page;
    }

    String name() {
        return name;
    }

    List<ConsoleSession> sessions() {
        return List.copyOf(sessions);
    }

    /** Returns where commands stand that are in no console block, so that nothing would run them, one line each. */
    List<String> strays() {
        return List.copyOf(strays);
    }

    private void read(List<String> lines) {
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at);
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                int end = at + 1;
                while (!lines.get(end).strip().equals(fence.group(1))) {
                    end++;
                }
                block(fence.group(2), at + 2, lines.subList(at + 1, end));
                notRun = null;
                at = end + 1;
            } else {
                line(line, at + 1);
                at++;
            }
        }
        endSession();
    }

    private void line(String line, int number) {
        Matcher named = SCENARIO.matcher(line);
        Matcher reason = NOT_RUN.matcher(line);
        Matcher introduced = LABEL.matcher(line);
        if (named.matches()) {
            endSession();
            scenario = named.group(1);
            begin = number;
        } else if (reason.matches()) {
            notRun = reason.group(1);
        } else if (introduced.matches()) {
            label = introduced.group(1);
        } else if (line.startsWith("#")) {
            heading = line.replaceFirst("#+ ", "");
            label = "";
        }
    }

    private void block(String language, int first, List<String> lines) {
        if (language.equals("console") || language.equals("sh")) {
            if (scenario == null && notRun == null) {
                throw new IllegalArgumentException(name + ":" + first + ": no scenario says where this is run.");
            }
            List<ConsoleStep> steps = language.equals("sh")
                    ? ConsoleBlock.commands(first, lines)
                    : ConsoleBlock.steps(name, first, lines);
            blocks.add(new ConsoleBlock(heading, label, notRun, steps));
        } else if (!language.equals("text")) {
            lines.stream()
                    .filter(line -> COMMAND.matcher(line).matches())
                    .forEach(line -> strays.add(name + ":" + first + ": " + line));
        }
    }

    private void endSession() {
        if (!blocks.isEmpty()) {
            sessions.add(new ConsoleSession(name, begin, scenario == null ? "" : scenario, blocks));
        }
        blocks = new ArrayList<>();
    }
}
