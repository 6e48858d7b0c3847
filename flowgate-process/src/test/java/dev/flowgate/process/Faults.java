package dev.flowgate.process;

/** How hard the tests of faults try: a little in every build, all they can with {@code -Pfaults}. */
public final class Faults {
    private static final boolean FULL = Boolean.getBoolean("flowgate.faults");

    private Faults() {}

    public static int count(int small, int full) {
        return FULL ? full : small;
    }
}
