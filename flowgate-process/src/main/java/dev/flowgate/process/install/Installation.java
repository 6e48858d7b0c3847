package dev.flowgate.process.install;

import java.nio.file.Path;

/**
 * A program that is in place, ready to be run.
 *
 * @param version its version, as the program itself or its release tells it, such as {@code 7.2.140}
 * @param executable the path to run it by; it stays the same from version to version
 * @param change what the call did
 */
public record Installation(String version, Path executable, Change change) {
    /** What a call did about a program. */
    public enum Change {
        /** There was none, or none that works. */
        INSTALLED,
        /** Another version, or another build of it, was there; it is kept for a rollback. */
        REPLACED,
        /** What is wanted was in place already. */
        UNCHANGED,
        /** The version before the last replacement is in place again. */
        ROLLED_BACK
    }
}
