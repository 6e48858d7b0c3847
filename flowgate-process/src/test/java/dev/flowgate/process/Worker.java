package dev.flowgate.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program for tests that does what it is told on its standard input, one line each: {@code spawn NAME}, {@code start
 * NAME}, {@code stop NAME}, {@code restart NAME}, {@code adopt NAME}, {@code status NAME}, {@code rewrite NAME} (its record, until it is killed). Before the word
 * may stand {@code @NANOS}, the value of {@link System#nanoTime()} to begin at, which all processes of a machine share,
 * and {@code *N}, for N threads. Each thread answers with a line that begins with {@code ok} or {@code failed}.
 */
public final class Worker {
    private final Path folder;
    private final ServiceSupervisor supervisor;

    private Worker(Path folder) {
        this.folder = folder;
        this.supervisor = ServiceSupervisor.builder(folder)
                .lockWait(Duration.ofSeconds(40))
                .build();
    }

    /** The service that is worked on: a group of two, so that a leader without its child, and a child alone, are seen. */
    static ServiceSpec spec(Path folder, String name) {
        return spec(folder, name, List.of("/bin/sh", "-c", "sleep 300 & exec sleep 300"));
    }

    static ServiceSpec spec(Path folder, String name, List<String> command) {
        return new ServiceSpec(
                name,
                command,
                folder,
                Map.of(ServiceFixture.MARK, folder.toString()),
                Set.of(),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /** Argument: the runtime directory. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        Worker worker = new Worker(Path.of(arguments[0]));
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            worker.begin(line.split(" "));
        }
    }

    private void begin(String[] words) {
        long at = System.nanoTime();
        int threads = 1;
        int verb = 0;
        for (; words[verb].startsWith("@") || words[verb].startsWith("*"); verb++) {
            if (words[verb].startsWith("@")) {
                at = Long.parseLong(words[verb].substring(1));
            } else {
                threads = Integer.parseInt(words[verb].substring(1));
            }
        }
        String operation = words[verb];
        String name = words[verb + 1];
        long beginning = at;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> answer(operation, name, beginning));
            thread.setDaemon(true);
            thread.start();
        }
    }

    @SuppressWarnings("SystemOut")
    private void answer(String operation, String name, long beginning) {
        while (System.nanoTime() - beginning < 0) {
            Thread.onSpinWait();
        }
        try {
            System.out.println("ok " + run(operation, name));
        } catch (InterruptedException | RuntimeException failed) {
            System.out.println("failed " + failed);
        }
    }

    private String run(String operation, String name) throws InterruptedException {
        ServiceSpec spec = spec(folder, name);
        return switch (operation) {
            case "spawn" -> pid(supervisor.spawn(spec));
            case "start" -> pid(supervisor.start(spec));
            case "stop" -> result(supervisor.stop(name, spec.stopTimeout()));
            case "restart" -> {
                supervisor.stop(name, spec.stopTimeout());
                yield pid(supervisor.spawn(spec));
            }
            case "adopt" ->
                supervisor.adopt(spec) instanceof AdoptResult.Adopted adopted
                        ? Long.toString(adopted.instance().pid())
                        : "not adopted";
            case "status" -> supervisor.status(name).getClass().getSimpleName();
            case "rewrite" -> rewrite(name);
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static String pid(StartResult result) {
        return Long.toString(result.instance().pid());
    }

    private static String result(StopResult result) {
        return result.getClass().getSimpleName();
    }

    @SuppressWarnings("InfiniteLoop")
    private String rewrite(String name) {
        ServiceFolder service = ServiceFolder.of(folder, name);
        RecordReader.Reading reading = RecordReader.read(service);
        if (!(reading instanceof RecordReader.Reading.Present present)) {
            throw new IllegalStateException("no record: " + reading);
        }
        Clock clock = Clock.systemUTC();
        for (long i = 0; true; i++) {
            ServiceRecord.LastExit exit = new ServiceRecord.LastExit((int) (i % 100), clock.instant(), "rewrite " + i);
            RecordWriter.write(service, present.record().exited(exit));
        }
    }
}
