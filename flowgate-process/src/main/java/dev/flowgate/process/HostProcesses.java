package dev.flowgate.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operating system's account of its processes, as far as supervision needs it. */
interface HostProcesses {
    /**
     * Returns the implementation for this operating system.
     *
     * @throws ProcessException with {@link ProcessFailure.Unsupported} if there is none
     */
    static HostProcesses current() {
        String name = System.getProperty("os.name", "unknown");
        if (name.equals("Linux")) {
            return new LinuxProcesses();
        }
        throw new ProcessException(
                "Services are supervised on Linux only, and this is " + name + ". " + advice(name),
                new ProcessFailure.Unsupported(name));
    }

    /** Says what to do on an operating system without an implementation. */
    static String advice(String operatingSystem) {
        return operatingSystem.startsWith("Windows")
                ? "Run FlowGate in WSL 2 (wsl --install), which is Linux; its ports can be reached from Windows by"
                        + " localhost. Or run the embedded engine in the foreground: flowgate gateway run."
                : "Run the embedded engine in the foreground (flowgate gateway run) or in your own program, or start the"
                        + " command yourself; a Linux virtual machine or container supervises all of it.";
    }

    /** Returns where processes are numbered: a pid means nothing in another place. */
    PidSpace pidSpace();

    /** Returns what the kernel says of a process, zombies included; null when there is none with that id. */
    @Nullable ProcessStat stat(long pid);

    /** Returns the processes of a group that still run; zombies are left out, for nothing but their parent ends them. */
    List<ProcessStat> group(long pgid);

    /**
     * Returns the running processes that carry the cookie of one of some instances, or hold a file open at a descriptor.
     */
    List<ProcessStat> belonging(Collection<String> instances, int descriptor, Path file);

    /** Tells whether a process carries an instance's cookie. */
    CookieFinding cookie(long pid, String instance);

    /** Tells whether a process holds a file open at a descriptor. */
    boolean holds(long pid, int descriptor, Path file);

    /** Returns what a process was started with; null when it has gone or is not ours to look at. */
    @Nullable ProcessDetails details(long pid);

    /** Returns how long ago a process started, by the kernel's clock, which is not set by anybody. */
    Duration uptime(ProcessStat process);

    /** Returns a command line for messages, shortened. */
    String commandLine(long pid);

    /** Sends TERM and then CONT, which a stopped process needs to notice it, to a group. */
    void terminateGroup(long pgid);

    /** Sends TERM and then CONT to a process. */
    void terminate(long pid);

    /** Sends KILL to a group. */
    void killGroup(long pgid);

    /** Sends KILL to a process. */
    void kill(long pid);

    /** What a look at a process's environment found. */
    enum CookieFinding {
        /** The instance's cookie. */
        PRESENT,
        /** The cookie of another instance. */
        OTHER,
        /** Variables, and no cookie among them. */
        ABSENT,
        /** Nothing that looks like variables: unreadable, or overwritten by a program that shows its state there. */
        UNREADABLE
    }
}
