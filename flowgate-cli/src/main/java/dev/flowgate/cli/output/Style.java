package dev.flowgate.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Colour and symbols, where the terminal shows them. */
public record Style(boolean colour) {
    static final Style PLAIN = new Style(false);

    /** Cyan, green, yellow, magenta and blue; red is left to what is bad. */
    private static final List<String> CYCLE = List.of("36", "32", "33", "35", "34");

    /** Paints what is as it should be. */
    public String good(String text) {
        return paint("32", text);
    }

    /** Paints what is wrong. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** Paints what a person should know. */
    public String warning(String text) {
        return paint("33", text);
    }

    /** Paints what matters most on its line. */
    public String strong(String text) {
        return paint("1", text);
    }

    /** Paints what matters least on its line. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** Colours one of several things that follow each other, so that they are told apart. */
    public String oneOf(int number, String text) {
        return paint(CYCLE.get(number % CYCLE.size()), text);
    }

    /** Returns a mark that tells good from bad without colour too. */
    public String mark(boolean isGood) {
        return isGood ? good("✓") : bad("✗");
    }

    /** Lays rows out in columns two spaces apart; the first row is the heading. */
    public List<String> table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], visibleLength(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(lines.isEmpty() ? faint(cell) : cell);
                if (i < columns - 1) {
                    line.append(" ".repeat(widths[i] - visibleLength(cell) + 2));
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static int visibleLength(String text) {
        int length = 0;
        boolean inEscape = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                inEscape = true;
            } else if (inEscape) {
                inEscape = c != 'm';
            } else {
                length++;
            }
        }
        return length;
    }
}
