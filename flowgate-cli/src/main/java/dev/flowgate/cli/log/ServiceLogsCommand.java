package dev.flowgate.cli.log;

import dev.flowgate.cli.service.ServiceSelection;
import dev.flowgate.cli.service.Services;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.file.LineFollower;
import dev.flowgate.process.ServiceSupervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code service logs}: what services wrote. */
@Command(name = "logs", description = "Show what services wrote.")
public final class ServiceLogsCommand implements Callable<Integer> {
    private static final int LINES = 100;

    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the last lines of each; default: 100, with --since all.")
    @Nullable Integer lines;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what was written since then: 90s, 10m, 2h, 3d, or 2026-11-22T10:00.")
    @Nullable String since;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until interrupted.")
    boolean follow;

    /** Makes the verb. */
    public ServiceLogsCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Services services = new Services(workspace);
        List<String> names = new ServiceSelection(workspace).stoppable(target);
        LogPrefix prefix = new LogPrefix(names, workspace.terminal().outStyle());
        BiConsumer<String, String> show = (name, line) -> workspace.output().line(prefix.of(name) + line);
        return since == null ? last(services, names, show) : since(services, names, since, show);
    }

    private int last(Services services, List<String> names, BiConsumer<String, String> show)
            throws IOException, InterruptedException {
        int count = Math.max(lines == null ? LINES : lines, 0);
        if (follow) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            names.forEach(name -> counts.put(name, count));
            follow(services, counts, show);
        }
        boolean any = false;
        for (String name : names) {
            for (String line : LineFollower.last(services.supervisor().logFile(name), count)) {
                any = true;
                show.accept(name, line);
            }
        }
        return end(names, any);
    }

    private int since(Services services, List<String> names, String time, BiConsumer<String, String> show)
            throws IOException, InterruptedException {
        Clock clock = Clock.system(ZoneId.systemDefault());
        Instant start = Since.parse(time, clock);
        long count = lines == null ? Long.MAX_VALUE : Math.max(lines, 0);
        Map<String, Integer> current = new LinkedHashMap<>();
        boolean any = false;
        for (String name : names) {
            LogExcerpt excerpt = LogExcerpt.since(services.supervisor().logFiles(name), start, clock.getZone(), count);
            any |= !excerpt.isEmpty();
            if (follow) {
                current.put(name, excerpt.showOlder(line -> show.accept(name, line)));
            } else {
                excerpt.show(line -> show.accept(name, line));
            }
        }
        if (follow) {
            follow(services, current, show);
        }
        return end(names, any);
    }

    private int end(List<String> names, boolean any) {
        if (!any) {
            workspace
                    .output()
                    .hint("Nothing logged " + (since == null ? "yet" : "since " + since) + " by "
                            + String.join(", ", names) + ".");
        }
        return ExitCode.DONE;
    }

    /** Goes on for ever; whoever looks at a log also keeps it from growing without end. */
    private static void follow(Services services, Map<String, Integer> last, BiConsumer<String, String> show)
            throws IOException, InterruptedException {
        ServiceSupervisor supervisor = services.supervisor();
        Map<String, LineFollower> followers = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> start : last.entrySet()) {
            Path file = supervisor.logFile(start.getKey());
            followers.put(start.getKey(), LineFollower.fromLast(file, start.getValue()));
        }
        Following.forever(followers, show, () -> last.keySet().forEach(supervisor::capLog));
    }
}
