package dev.flowgate.process;

import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/PID/stat} says of a process (proc(5)).
 *
 * @param pid its id
 * @param state one letter, such as R, S, D, T or Z
 * @param group its process group
 * @param session its session
 * @param exiting whether it is about to end: its environment and its files are gone by then
 * @param threads how many of its threads are left, the first one included even when that has ended
 * @param startTicks when it started, in ticks since boot
 */
record ProcessStat(long pid, char state, long group, long session, boolean exiting, int threads, long startTicks) {
    // Fields are counted from the state, the third one, because the name before it can contain anything.
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int FLAGS = 6;
    private static final int THREADS = 17;
    private static final int START_TICKS = 19;

    /** {@code PF_EXITING} of the kernel's {@code sched.h}. */
    private static final long EXITING = 0x4;

    /**
     * Tells whether it runs: a zombie has ended and only waits for its parent to take note. But the state is that of the first
     * thread, and as long as another one is left, as in a large process that was just killed, the ports are still taken.
     */
    boolean runs() {
        return (state != 'Z' && state != 'X' && state != 'x') || threads > 1;
    }

    /** Reads the line; null when it is not complete, as it is not while a process goes away. */
    static @Nullable ProcessStat parse(long pid, String line) {
        int name = line.lastIndexOf(')');
        if (name < 0) {
            return null;
        }
        StringTokenizer fields = new StringTokenizer(line.substring(name + 1));
        if (fields.countTokens() <= START_TICKS) {
            return null;
        }
        char state = fields.nextToken().charAt(0);
        long group = 0;
        long session = 0;
        boolean exiting = false;
        int threads = 0;
        for (int i = 1; i < START_TICKS; i++) {
            String field = fields.nextToken();
            if (i == GROUP) {
                group = Long.parseLong(field);
            } else if (i == SESSION) {
                session = Long.parseLong(field);
            } else if (i == FLAGS) {
                exiting = (Long.parseLong(field) & EXITING) != 0;
            } else if (i == THREADS) {
                threads = Integer.parseInt(field);
            }
        }
        return new ProcessStat(pid, state, group, session, exiting, threads, Long.parseLong(fields.nextToken()));
    }
}
