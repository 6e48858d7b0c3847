package dev.flowgate.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program for tests that is the first process of a pid namespace, in which nobody takes note of orphans that end: they
 * stay as zombies. Prints {@code ok} and a figure when everything was as it should be, or what was not.
 */
public final class NamespaceScenario {
    private static final String NAME = "svc";
    private static final int ATTEMPTS = 200;

    private final Path folder;
    private final ServiceSupervisor supervisor;
    private final LinuxProcesses processes = new LinuxProcesses();

    private NamespaceScenario(Path folder) {
        this.folder = folder;
        this.supervisor = ServiceSupervisor.in(folder);
    }

    /** Arguments: what to try, and the runtime directory. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        check("this is the first process", ProcessHandle.current().pid() == 1);
        NamespaceScenario scenario = new NamespaceScenario(Path.of(arguments[1]));
        long figure = switch (arguments[0]) {
            case "zombie" -> scenario.stopsWhatBecomesAZombie();
            case "reuse" -> scenario.leavesTheNewOwnerOfAPidAlone();
            case "clock" -> scenario.knowsItsServiceAfterTheClockWasSet();
            case "record" -> scenario.leavesARecord();
            case "full" -> scenario.startsNothingOnAFullDisk();
            case "bash", "dash" -> scenario.worksWithAnotherShell(Path.of("/bin", arguments[0]));
            case "readonly" -> scenario.startsNothingInAReadOnlyFolder();
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        System.out.println("ok " + figure);
        System.out.flush();
        // With the first process, the kernel ends all others of the namespace.
        Runtime.getRuntime().halt(0);
    }

    private ServiceSpec spec() {
        return Worker.spec(folder, NAME);
    }

    private ServiceRecord.Ids ids() {
        if (RecordReader.read(ServiceFolder.of(folder, NAME)) instanceof RecordReader.Reading.Present present) {
            return Objects.requireNonNull(present.record().process());
        }
        throw new AssertionError("no record");
    }

    private long stopsWhatBecomesAZombie() throws InterruptedException {
        supervisor.spawn(spec());
        ServiceRecord.Ids ids = ids();
        processes.kill(ids.shim());
        long before = System.nanoTime();
        StopResult result = supervisor.stop(NAME, Duration.ofSeconds(10));
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        check("it was stopped: " + result, result instanceof StopResult.Stopped stopped && !stopped.killed());
        ProcessStat stat = processes.stat(ids.pid());
        check("the service is a zombie: " + stat, stat != null && stat.state() == 'Z');
        check("it took less than 1 s: " + millis + " ms", millis < 1000);

        supervisor.spawn(spec());
        supervisor.stop(NAME, Duration.ofSeconds(10));
        StartResult again = supervisor.spawn(spec());
        check("it runs again", runs(again.instance().pid()) && again instanceof StartResult.Started);
        return millis;
    }

    private long leavesTheNewOwnerOfAPidAlone() throws IOException, InterruptedException {
        // Without a child: an id is not given out anew while a zombie is left in the group of that number.
        supervisor.spawn(Worker.spec(folder, NAME, List.of("/bin/sleep", "300")));
        ServiceRecord.Ids ids = ids();
        processes.killGroup(ids.group());
        await("the pid is free", () -> processes.stat(ids.pid()) == null && processes.stat(ids.shim()) == null);

        Process impostor = forkAs(ids.pid());
        check("the record still names the pid", ids().pid() == impostor.pid());
        StopResult result = supervisor.stop(NAME, Duration.ofSeconds(1));

        check("there was nothing to stop: " + result, result instanceof StopResult.NotRunning);
        check("the new owner was not ended", impostor.isAlive() && runs(impostor.pid()));
        StartResult again = supervisor.spawn(spec());
        check(
                "it starts again",
                again instanceof StartResult.Started && runs(again.instance().pid()));
        check("the new owner was not ended by the start", impostor.isAlive());
        return impostor.pid();
    }

    /** Has the kernel give a process id out anew; threads that start at the same moment can take it, so it is tried often. */
    private static Process forkAs(long pid) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"), Long.toString(pid - 1));
            Process process = new ProcessBuilder("/bin/sleep", "100").start();
            if (process.pid() == pid) {
                return process;
            }
            process.destroyForcibly().waitFor();
        }
        throw new AssertionError("no process got the pid " + pid + " in " + ATTEMPTS + " attempts");
    }

    private long knowsItsServiceAfterTheClockWasSet() throws IOException, InterruptedException {
        StartResult start = supervisor.spawn(spec());
        for (int hours : new int[] {1, -1}) {
            setClock(hours);
            try (WorkerProcess later = WorkerProcess.start(folder).awaitReady()) {
                String status = later.ask("status " + NAME);
                check("it is known to run: " + status, status.equals("ok Running"));
                check(
                        "no second copy is started",
                        later.ask("spawn " + NAME)
                                .equals("ok " + start.instance().pid()));
            }
            run("umount", "/proc/stat");
        }
        setClock(1);
        try (WorkerProcess later = WorkerProcess.start(folder).awaitReady()) {
            check("it is stopped", later.ask("stop " + NAME).equals("ok Stopped"));
        }
        return start.instance().pid();
    }

    /** Java computes the start of a process from the time of the boot that stands there. */
    private void setClock(int hours) throws IOException, InterruptedException {
        StringBuilder stat = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
            boolean boot = line.startsWith("btime ");
            stat.append(boot ? "btime " + (Long.parseLong(line.substring(6)) + hours * 3600L) : line)
                    .append('\n');
        }
        Path changed = Files.writeString(folder.resolve("stat"), stat);
        run("mount", "--bind", changed.toString(), "/proc/stat");
    }

    private long leavesARecord() throws InterruptedException {
        return supervisor.spawn(spec()).instance().pid();
    }

    private long startsNothingOnAFullDisk() throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString());
        supervisor.spawn(Worker.spec(folder, "before"));
        long crashing =
                supervisor.spawn(Worker.spec(folder, "crashing")).instance().pid();
        fill(folder.resolve("ballast"));

        ProcessException failure = failureOfSpawn();

        check(
                "the message says so: " + failure.getMessage(),
                failure.getMessage().contains("disk is full"));
        check("nothing was started", carriers(NAME) == 0);
        StopResult stopped = supervisor.stop("before", Duration.ofSeconds(5));
        check("what ran can be stopped: " + stopped, stopped instanceof StopResult.Stopped);
        processes.kill(crashing);
        await("the process has ended", () -> !runs(crashing));
        fill(folder.resolve("ballast of what the stop has freed"));
        check("a crash is told", supervisor.status("crashing") instanceof ServiceStatus.Crashed);
        supervisor.stop("crashing", Duration.ofSeconds(5));
        check("what a crash has left can be ended", carriers("crashing") == 0);
        Files.delete(folder.resolve("ballast"));
        check("with space it starts", supervisor.spawn(spec()) instanceof StartResult.Started);
        return 0;
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[1024];
            while (Files.size(file) < 1024 * 1024) {
                out.write(block);
            }
        } catch (IOException full) {
            return;
        }
        throw new AssertionError("the disk does not get full");
    }

    private long startsNothingInAReadOnlyFolder() throws IOException, InterruptedException {
        supervisor.spawn(Worker.spec(folder, "before"));
        run("mount", "--bind", folder.toString(), folder.toString());
        run("mount", "-o", "remount,ro,bind", folder.toString());
        ProcessException failure = failureOfSpawn();
        check(
                "it is a failure of the storage: " + failure.getMessage(),
                failure.failure() instanceof ProcessFailure.Storage);
        check("nothing was started", carriers(NAME) == 0);
        check("what runs is known", supervisor.status("before") instanceof ServiceStatus.Running);
        check("what runs is left alone", carriers("before") > 0);
        run("umount", folder.toString());
        check(
                "it can be stopped later",
                supervisor.stop("before", Duration.ofSeconds(5)) instanceof StopResult.Stopped);
        return 0;
    }

    private long worksWithAnotherShell(Path shell) throws IOException, InterruptedException {
        if (Files.exists(shell)) {
            run(
                    "mount",
                    "--bind",
                    shell.toRealPath().toString(),
                    Path.of("/bin/sh").toRealPath().toString());
        }
        StartResult start = supervisor.spawn(spec());
        check("it leads a group of its own", ids().group() == start.instance().pid());
        StopResult stopped = supervisor.stop(NAME, Duration.ofSeconds(10));
        check(
                "it ended by TERM, and the shim told so: " + stopped,
                stopped instanceof StopResult.Stopped result
                        && !result.killed()
                        && result.exit() != null
                        && result.exit().signal().orElse(0) == 15);
        processes.kill(supervisor.spawn(spec()).instance().pid());
        await(
                "the crash is noticed",
                () -> supervisor.status(NAME) instanceof ServiceStatus.Crashed crashed
                        && crashed.exit().signal().orElse(0) == 9);
        return 0;
    }

    private ProcessException failureOfSpawn() throws InterruptedException {
        try {
            supervisor.spawn(spec());
        } catch (ProcessException expected) {
            return expected;
        }
        throw new AssertionError("it was started although nothing could be written down");
    }

    private int carriers(String service) {
        int found = 0;
        for (long pid : ProcFiles.pids()) {
            byte[] environment = ProcFiles.read(pid, "environ");
            if (environment != null
                    && service.equals(EnvironmentBlock.value(environment, Cookie.SERVICE))
                    && runs(pid)) {
                found++;
            }
        }
        return found;
    }

    private boolean runs(long pid) {
        ProcessStat stat = processes.stat(pid);
        return stat != null && stat.runs();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        check(List.of(command) + ": " + output, process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Poll poll = new Poll(Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(20));
        while (!condition.getAsBoolean()) {
            check(what, !poll.expired());
            poll.pause();
        }
    }

    private static void check(String what, boolean so) {
        if (!so) {
            throw new AssertionError("not so: " + what);
        }
    }
}
