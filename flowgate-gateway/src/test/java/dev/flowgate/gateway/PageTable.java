package dev.flowgate.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of the page about the configuration. */
public final class PageTable {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private PageTable() {}

    /** What the page says of one name. */
    public record Row(String name, String status, String text) {
        /** Whether the page says that the engine reads it. */
        public boolean isRead() {
            return status.equals("honoured") || status.equals("differs");
        }

        /** Whether the status is one that there is. */
        public boolean hasStatus() {
            return isRead() || status.equals("refused");
        }
    }

    /** The rows of the first table below a title, one for each name: several may share a line. */
    public static List<Row> below(String title) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "configuration.md"));
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
