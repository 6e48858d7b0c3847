package dev.flowgate.cli;

import dev.flowgate.file.LineFollower;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code service logs}: what services wrote. */
@Command(name = "logs", description = "Show what services wrote.")
final class ServiceLogsCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the last lines of each; default: 100.")
    int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until interrupted.")
    boolean follow;

    ServiceLogsCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Services services = new Services(workspace);
        List<String> names = target.equals("all") ? services.stoppable(target) : List.of(target);
        if (!target.equals("all")) {
            services.stoppable(target);
        }
        Map<String, Path> files = new LinkedHashMap<>();
        names.forEach(name -> files.put(name, services.supervisor().logFile(name)));
        if (follow) {
            Following.forever(
                    files, lines, (name, line) -> workspace.output().line(prefixed(files.size(), name, line)));
        }
        return show(files);
    }

    private int show(Map<String, Path> files) throws IOException {
        boolean any = false;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            for (String line : LineFollower.last(file.getValue(), Math.max(lines, 0))) {
                any = true;
                workspace.output().line(prefixed(files.size(), file.getKey(), line));
            }
        }
        if (!any) {
            workspace.output().hint("Nothing logged yet by " + String.join(", ", files.keySet()) + ".");
        }
        return ExitCode.DONE;
    }

    private String prefixed(int services, String name, String line) {
        return services == 1 ? line : workspace.terminal().outStyle().faint(name + " |") + " " + line;
    }
}
