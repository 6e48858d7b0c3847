package dev.flowgate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page about the configuration, as far as tests read it. */
final class ConfigurationPage {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private final List<String> lines;

    private ConfigurationPage(List<String> lines) {
        this.lines = lines;
    }

    /** What the page says of one key. */
    record Row(String key, String status, String text) {}

    static ConfigurationPage read() throws IOException {
        return new ConfigurationPage(Files.readAllLines(Path.of("..", "docs", "configuration.md")));
    }

    String text() {
        return String.join("\n", lines);
    }

    /** The rows of the first table below a title, one for each key: several may share a line. */
    List<Row> table(String title) {
        int at = lines.indexOf("### " + title);
        if (at < 0) {
            throw new AssertionError("docs/configuration.md has no title \"### " + title + "\"");
        }
        while (!lines.get(at).startsWith("| ")) {
            at++;
        }
        List<Row> rows = new ArrayList<>();
        for (int line = at + 2; line < lines.size() && lines.get(line).startsWith("| "); line++) {
            String[] cells = lines.get(line).split(" ?\\| ?", -1);
            Matcher names = NAME.matcher(cells[1]);
            while (names.find()) {
                rows.add(new Row(names.group(1), cells[2], cells[3]));
            }
        }
        return rows;
    }
}
