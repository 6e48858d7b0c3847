package dev.flowgate.auth.cliproxy;

import dev.flowgate.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Sets one value in a YAML text, and leaves every other character as it is. An edit that would change anything else, as one
 * of a part that an alias repeats, is not made.
 */
final class YamlEdit {
    private final String text;
    private final List<String> path;
    private final Object value;

    private YamlEdit(String text, List<String> path, Object value) {
        this.text = text;
        this.path = path;
        this.value = value;
    }

    /**
     * Sets a value.
     *
     * @param settings how the text is read
     * @param path the keys that lead to the value, not empty; what is missing is added
     * @param value a text, whole number or truth value
     * @return the edited text; empty when the text is written so that this takes more than an edit
     */
    static Optional<String> set(String text, LoadSettings settings, List<String> path, Object value) {
        try {
            Composer composer = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            String edited = new YamlEdit(text, path, value)
                    .edited(composer.getSingleNode().orElse(null));
            return edited != null && isIntended(text, edited, settings, path, value)
                    ? Optional.of(edited)
                    : Optional.empty();
        } catch (YamlEngineException | IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    private @Nullable String edited(@Nullable Node root) {
        if (root == null) {
            return appended();
        }
        Node at = root;
        Node key = null;
        for (int depth = 0; depth < path.size(); depth++) {
            if (!(at instanceof MappingNode mapping)) {
                return isEmpty(at) ? replaced(at, " {" + flow(depth) + "}") : null;
            }
            NodeTuple entry = entry(mapping, path.get(depth));
            if (entry == null) {
                return added(mapping, depth, key);
            }
            key = entry.getKeyNode();
            at = entry.getValueNode();
        }
        return at instanceof ScalarNode ? replaced(at, isEmpty(at) ? " " + written() : written()) : null;
    }

    private String added(MappingNode mapping, int depth, @Nullable Node section) {
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            int start = text.indexOf('{', index(mapping.getStartMark())) + 1;
            return inserted(start, flow(depth) + (mapping.getValue().isEmpty() ? "" : ", "));
        }
        if (section == null) {
            return appended();
        }
        // Behind the line of the section's key: there it parts no comment from what the comment is about.
        int line = text.indexOf('\n', index(section.getEndMark())) + 1;
        int indentation = mapping.getValue()
                .get(0)
                .getKeyNode()
                .getStartMark()
                .orElseThrow()
                .getColumn();
        return inserted(line, block(depth, indentation));
    }

    private String appended() {
        boolean lineIsOpen = !text.isEmpty() && !text.endsWith("\n");
        return text + (lineIsOpen ? newLine() : "") + block(0, 0);
    }

    /** Returns the missing keys and the value as lines. */
    private String block(int depth, int indentation) {
        StringBuilder lines = new StringBuilder();
        for (int i = depth; i < path.size(); i++) {
            lines.append(" ".repeat(indentation + 2 * (i - depth)))
                    .append(path.get(i))
                    .append(i == path.size() - 1 ? ": " + written() : ":")
                    .append(newLine());
        }
        return lines.toString();
    }

    /** Returns the missing keys and the value as they stand between braces. */
    private String flow(int depth) {
        String written = written();
        for (int i = path.size() - 1; i >= depth; i--) {
            written = JsonText.compact(path.get(i)) + ": " + (i == path.size() - 1 ? written : "{" + written + "}");
        }
        return written;
    }

    /** A text in the quotes of JSON means the same in YAML, whatever is in it. */
    private String written() {
        return JsonText.compact(value);
    }

    private String replaced(Node node, String replacement) {
        return text.substring(0, index(node.getStartMark())) + replacement + text.substring(index(node.getEndMark()));
    }

    private String inserted(int at, String addition) {
        return text.substring(0, at) + addition + text.substring(at);
    }

    private String newLine() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private static @Nullable NodeTuple entry(MappingNode mapping, String key) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    // The parser counts code points.
    private int index(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }

    private static boolean isIntended(
            String before, String after, LoadSettings settings, List<String> path, Object value) {
        Object expected = with(new Load(settings).loadFromString(before), path, value);
        return expected.equals(new Load(settings).loadFromString(after));
    }

    /** Returns a copy of a tree in which the value is set. */
    private static Object with(@Nullable Object tree, List<String> path, Object value) {
        if (path.isEmpty()) {
            return value;
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            copy.putAll(map);
        }
        copy.put(path.get(0), with(copy.get(path.get(0)), path.subList(1, path.size()), value));
        return copy;
    }
}
