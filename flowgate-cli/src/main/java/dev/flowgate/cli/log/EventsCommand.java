package dev.flowgate.cli.log;

import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.file.LineFollower;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code events}: what happened, from the event log. */
@Command(name = "events", description = "Show what happened: services, profiles, fallbacks, cooldowns.")
public final class EventsCommand implements Callable<Integer> {
    private static final List<String> CONCERNED = List.of("service", "profile", "provider");

    private final Workspace workspace;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the last events; default: 50.")
    int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new events until interrupted.")
    boolean follow;

    /** Makes the verb. */
    public EventsCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = workspace.config().paths().eventLog();
        Output output = workspace.output();
        if (follow) {
            Following.forever(file, lines, line -> output.line(shown(Event.parse(line), output)));
        }
        List<Event> events = new ArrayList<>();
        for (String line : LineFollower.last(file, Math.max(lines, 0))) {
            events.add(Event.parse(line));
        }
        output.print(new Events(events));
        if (events.isEmpty()) {
            output.hint("No events yet in " + file);
        }
        return ExitCode.DONE;
    }

    private String shown(Event event, Output output) {
        return switch (output.format()) {
            case JSON -> event.line();
            case KV -> event.kv();
            case TEXT -> event.text(workspace.terminal().outStyle());
        };
    }

    /** One line of the log; a line that is no event is shown as it is. */
    private record Event(String line, Map<String, @Nullable Object> fields) {
        static Event parse(String line) {
            try {
                return new Event(line, JsonText.readObject(line));
            } catch (IOException notAnEvent) {
                return new Event(line, Map.of());
            }
        }

        String text(Style style) {
            if (fields.isEmpty()) {
                return line;
            }
            StringBuilder text = new StringBuilder()
                    .append(style.faint(shown("timestamp")))
                    .append("  ")
                    .append(style.strong(shown("event")));
            for (String key : CONCERNED) {
                if (fields.get(key) != null) {
                    text.append("  ").append(shown(key));
                }
            }
            if (fields.get("result") != null) {
                String result = shown("result");
                text.append("  ").append("failed".equals(result) ? style.bad(result) : result);
            }
            if (fields.get("detail") != null) {
                text.append("  ").append(shown("detail"));
            }
            return text.toString();
        }

        String kv() {
            KeyValues pairs = new KeyValues();
            fields.forEach(pairs::add);
            return fields.isEmpty() ? line : pairs.line();
        }

        private String shown(String key) {
            return String.valueOf(fields.get(key));
        }
    }

    private record Events(List<Event> events) implements Report {
        @Override
        public List<String> text(Style style) {
            return events.stream().map(event -> event.text(style)).toList();
        }

        @Override
        public List<String> kv() {
            return events.stream().map(Event::kv).toList();
        }

        @Override
        public Object json() {
            return events.stream()
                    .map(event -> event.fields().isEmpty() ? Map.of("line", event.line()) : event.fields())
                    .toList();
        }
    }
}
