package dev.flowgate.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Builds the tree from the parser's events, with limits that hold before memory is spent. */
final class YamlComposer {
    static final int MAX_DEPTH = 64;
    static final int MAX_NODES = 100_000;

    private static final String MERGE_KEY = "<<";

    private final Iterator<Event> events;
    private final YamlMarks marks;
    private final Problems problems;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();
    private int nodes;
    private @Nullable Origin last;

    private YamlComposer(String text, Problems problems) {
        int byteOrderMark = text.startsWith("\ufeff") ? 1 : 0;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(SourceText.MAX_BYTES + 1)
                .setParseComments(false)
                .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, text.substring(byteOrderMark)));
        this.marks = new YamlMarks(text, byteOrderMark);
        this.problems = problems;
    }

    /** Reads a text that {@link SourceText} has checked. An empty document is the empty map. */
    static Node compose(String text, Problems problems) {
        YamlComposer composer = new YamlComposer(text, problems);
        try {
            return composer.document();
        } catch (MarkedYamlEngineException failure) {
            throw YamlErrors.explain(failure, composer.marks, problems);
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException failure) {
            throw YamlErrors.withoutPlace(composer.last, problems);
        }
    }

    private Node document() {
        events.next();
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            throw problems.fatal(
                    Origin.inCode(KeyPath.ROOT), "the file is empty", "`flowgate init` writes a first configuration");
        }
        Node root = node(events.next(), KeyPath.ROOT, 0);
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw problems.fatal(
                    marks.origin(after.getStartMark().orElse(null), KeyPath.ROOT),
                    "a second document begins here; a configuration is one document",
                    "remove the line `---` and what does not belong");
        }
        return root;
    }

    private Node node(Event event, KeyPath path, int depth) {
        Origin origin = marks.origin(event.getStartMark().orElse(null), path);
        last = origin;
        count(origin);
        if (depth > MAX_DEPTH) {
            throw problems.fatal(
                    origin.at(KeyPath.ROOT),
                    "maps and lists are nested deeper than " + MAX_DEPTH + " levels",
                    "check for brackets that are never closed");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, origin, depth);
        }
        Anchor anchor = event instanceof NodeEvent named ? named.getAnchor().orElse(null) : null;
        if (anchor != null) {
            open.add(anchor);
        }
        Node node;
        if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar, origin);
        } else if (event instanceof SequenceStartEvent start) {
            collectionTag(start, "tag:yaml.org,2002:seq", origin);
            node = sequence(origin, depth);
        } else if (event instanceof MappingStartEvent start) {
            collectionTag(start, "tag:yaml.org,2002:map", origin);
            node = mapping(start, origin, depth);
        } else {
            throw YamlErrors.withoutPlace(origin, problems);
        }
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node alias(AliasEvent event, Origin origin, int depth) {
        Anchor name = event.getAlias();
        if (open.contains(name)) {
            throw problems.fatal(
                    origin,
                    "the alias " + Quote.key("*" + name.getValue()) + " stands inside the very part it names",
                    "write the part out");
        }
        Node target = anchors.get(name);
        if (target == null) {
            throw problems.fatal(
                    origin,
                    "no anchor " + Quote.key("&" + name.getValue()) + " comes before this alias",
                    "put a text that begins with * in quotes");
        }
        return copy(target, origin.path(), depth);
    }

    /** Copies, because the same part has another key path at each of its places; each copy counts as nodes. */
    private Node copy(Node node, KeyPath path, int depth) {
        Origin origin = node.origin().at(path);
        count(origin);
        if (depth > MAX_DEPTH) {
            throw problems.fatal(origin, "aliases nest maps and lists deeper than " + MAX_DEPTH + " levels", null);
        }
        if (node instanceof Node.Scalar scalar) {
            return new Node.Scalar(origin, scalar.value(), scalar.text(), scalar.plain());
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = new ArrayList<>(sequence.items().size());
            for (Node item : sequence.items()) {
                items.add(copy(item, path.item(items.size()), depth + 1));
            }
            return new Node.Sequence(origin, items);
        }
        Node.Mapping mapping = (Node.Mapping) node;
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            KeyPath child = path.child(key);
            entries.put(key, new Node.Entry(entry.key().at(child), copy(entry.value(), child, depth + 1)));
        });
        return new Node.Mapping(origin, entries, mapping.flow());
    }

    private Node sequence(Origin origin, int depth) {
        List<Node> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, origin.path().item(items.size()), depth + 1));
            event = events.next();
        }
        return new Node.Sequence(origin.endingAt(end(event)), items);
    }

    private Node mapping(MappingStartEvent start, Origin origin, int depth) {
        Map<String, Node.Entry> merged = new LinkedHashMap<>();
        Map<String, Node.Entry> own = new LinkedHashMap<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Node.Scalar key = key(event, origin, depth);
            Event value = events.next();
            if (key.plain() && key.text().equals(MERGE_KEY)) {
                merge(node(value, origin.path(), depth), key.origin(), merged);
            } else {
                KeyPath path = origin.path().child(key.text());
                Node.Entry entry = new Node.Entry(key.origin().at(path), node(value, path, depth + 1));
                Node.Entry earlier = own.putIfAbsent(key.text(), entry);
                if (earlier != null) {
                    problems.error(
                            entry.key(),
                            "the key " + Quote.key(key.text()) + " is already in line "
                                    + earlier.key().line(),
                            "remove one of the two");
                }
            }
            event = events.next();
        }
        merged.putAll(own);
        return new Node.Mapping(origin.endingAt(end(event)), merged, start.isFlow());
    }

    private Node.Scalar key(Event event, Origin origin, int depth) {
        Node key = node(event, origin.path(), depth + 1);
        if (key instanceof Node.Scalar scalar && scalar.value() instanceof String) {
            return scalar;
        }
        if (key instanceof Node.Scalar scalar) {
            problems.error(
                    key.origin(),
                    "a key must be text; found " + scalar.kind(),
                    "put it in quotes: \"" + Quote.shorten(scalar.text(), 20) + "\"");
            return scalar;
        }
        throw problems.fatal(key.origin(), "a key must be text; found " + key.kind(), "write a name before the colon");
    }

    /** Merge keys are YAML 1.1 (yaml.org/type/merge.html); files with them exist, so they are read. */
    private void merge(Node value, Origin key, Map<String, Node.Entry> into) {
        if (value instanceof Node.Mapping mapping) {
            mapping.entries().forEach(into::putIfAbsent);
        } else if (value instanceof Node.Sequence sequence
                && sequence.items().stream().allMatch(Node.Mapping.class::isInstance)) {
            KeyPath path = key.path();
            for (Node item : sequence.items()) {
                merge(copy(item, path, 0), key, into);
            }
        } else {
            problems.error(key, "the merge key `<<` takes a map or a list of maps; found " + value.kind(), null);
        }
    }

    private Node.Scalar scalar(ScalarEvent event, Origin start) {
        Origin origin = start.endingAt(end(event));
        String text = event.getValue();
        String tag = event.getTag().orElse(null);
        if (tag == null) {
            Object value = event.isPlain() ? CoreSchema.resolve(text) : text;
            return new Node.Scalar(origin, value, text, event.isPlain());
        }
        switch (tag) {
            case "!", "tag:yaml.org,2002:str" -> {
                return new Node.Scalar(origin, text, text, false);
            }
            case "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:null" -> {
                return new Node.Scalar(origin, CoreSchema.resolve(text), text, false);
            }
            default -> throw unknownTag(tag, origin);
        }
    }

    private void collectionTag(CollectionStartEvent event, String expected, Origin origin) {
        String tag = event.getTag().orElse(expected);
        if (!tag.equals(expected) && !tag.equals("!")) {
            throw unknownTag(tag, origin);
        }
    }

    private ConfigException unknownTag(String tag, Origin origin) {
        return problems.fatal(
                origin,
                "the tag " + Quote.value(tag) + " has no meaning in a configuration",
                "remove it; put a text that begins with ! in quotes");
    }

    private int end(Event event) {
        return event.getEndMark().map(marks::index).orElse(-1);
    }

    private void count(Origin origin) {
        nodes++;
        if (nodes > MAX_NODES) {
            throw problems.fatal(
                    origin.at(KeyPath.ROOT),
                    "the configuration has more than " + MAX_NODES + " values, aliases written out",
                    "check the aliases; one that is used inside another multiplies");
        }
    }
}
