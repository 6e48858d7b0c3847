package dev.flowgate.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Processes as Linux shows them in {@code /proc} (proc(5)). */
final class LinuxProcesses implements HostProcesses {
    private static final int SHORTENED_COMMAND = 80;
    private static final long AT_CLKTCK = 17;
    private static final int USUAL_TICKS_PER_SECOND = 100;

    @Override
    public PidSpace pidSpace() {
        try {
            return new PidSpace(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim(),
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(),
                    ticksPerSecond());
        } catch (IOException unreadable) {
            throw new ProcessException(
                    "Services cannot be supervised: /proc does not tell the boot id and the pid namespace."
                            + " Mount /proc as it usually is.",
                    new ProcessFailure.Storage(Path.of("/proc")),
                    unreadable);
        }
    }

    @Override
    public @Nullable ProcessStat stat(long pid) {
        byte[] line = ProcFiles.read(pid, "stat");
        return line == null ? null : ProcessStat.parse(pid, new String(line, StandardCharsets.ISO_8859_1));
    }

    @Override
    public List<ProcessStat> group(long pgid) {
        List<ProcessStat> members = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            ProcessStat stat = stat(pid);
            if (stat != null && stat.group() == pgid && stat.runs()) {
                members.add(stat);
            }
        }
        return members;
    }

    @Override
    public List<ProcessStat> belonging(Collection<String> instances, int descriptor, Path file) {
        List<ProcessStat> found = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            if (carriesOneOf(pid, instances) || holds(pid, descriptor, file)) {
                ProcessStat stat = stat(pid);
                if (stat != null && stat.runs()) {
                    found.add(stat);
                }
            }
        }
        return found;
    }

    @Override
    public CookieFinding cookie(long pid, String instance) {
        byte[] environment = ProcFiles.read(pid, "environ");
        if (environment == null) {
            return CookieFinding.UNREADABLE;
        }
        String value = EnvironmentBlock.value(environment, Cookie.INSTANCE);
        if (value != null) {
            return value.equals(instance) ? CookieFinding.PRESENT : CookieFinding.OTHER;
        }
        return EnvironmentBlock.hasVariables(environment) ? CookieFinding.ABSENT : CookieFinding.UNREADABLE;
    }

    @Override
    public boolean holds(long pid, int descriptor, Path file) {
        return file.toString().equals(ProcFiles.link(pid, "fd/" + descriptor));
    }

    @Override
    public @Nullable ProcessDetails details(long pid) {
        byte[] arguments = ProcFiles.read(pid, "cmdline");
        byte[] environment = ProcFiles.read(pid, "environ");
        String executable = ProcFiles.link(pid, "exe");
        String workingDirectory = ProcFiles.link(pid, "cwd");
        return arguments == null || environment == null || executable == null || workingDirectory == null
                ? null
                : new ProcessDetails(
                        executable,
                        workingDirectory,
                        EnvironmentBlock.entries(arguments),
                        EnvironmentBlock.variables(environment));
    }

    @Override
    public Duration uptime(ProcessStat process) {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime"));
            double sinceBoot = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            double started = (double) process.startTicks() / ticksPerSecond();
            return Duration.ofMillis(Math.max(0, (long) ((sinceBoot - started) * 1000)));
        } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException unreadable) {
            return Duration.ZERO;
        }
    }

    @Override
    public String commandLine(long pid) {
        byte[] line = ProcFiles.read(pid, "cmdline");
        // Arguments can be whole scripts, and what a terminal takes for commands.
        String text = line == null
                ? ""
                : new String(line, StandardCharsets.UTF_8)
                        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                        .strip();
        if (text.isEmpty()) {
            return "command unknown";
        }
        return text.length() <= SHORTENED_COMMAND ? text : text.substring(0, SHORTENED_COMMAND) + "...";
    }

    @Override
    public void terminateGroup(long pgid) {
        ShellKill.send("-" + requireSignallable(pgid), "TERM", "CONT");
    }

    @Override
    public void terminate(long pid) {
        ShellKill.send(Long.toString(requireSignallable(pid)), "TERM", "CONT");
    }

    @Override
    public void killGroup(long pgid) {
        ShellKill.send("-" + requireSignallable(pgid), "KILL");
    }

    @Override
    public void kill(long pid) {
        ShellKill.send(Long.toString(requireSignallable(pid)), "KILL");
    }

    // kill(2) gives 0, 1 and -1 the meanings "my own group", "init" and "everything I may signal".
    private static long requireSignallable(long id) {
        if (id <= 1) {
            throw new IllegalArgumentException("not a process or group of a service: " + id);
        }
        return id;
    }

    private static boolean carriesOneOf(long pid, Collection<String> instances) {
        byte[] environment = ProcFiles.read(pid, "environ");
        String value = environment == null ? null : EnvironmentBlock.value(environment, Cookie.INSTANCE);
        return value != null && instances.contains(value);
    }

    // The auxiliary vector is a list of pairs of machine words, the second of which is the value (getauxval(3)).
    private static int ticksPerSecond() {
        byte[] vector = ProcFiles.read("self", "auxv");
        if (vector != null) {
            ByteBuffer words = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder());
            while (words.remaining() >= 2 * Long.BYTES) {
                long type = words.getLong();
                long value = words.getLong();
                if (type == AT_CLKTCK && value > 0) {
                    return (int) value;
                }
            }
        }
        return USUAL_TICKS_PER_SECOND;
    }
}
