package dev.flowgate.process.install;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that is in place, ready to be run.
 *
 * @param version its version, as the program itself or its release tells it, such as {@code 7.2.140}
 * @param executable the path to run it by; it stays the same from version to version
 * @param change what the call did
 * @param notices what whoever asked for it should be told beside, each a sentence; often nothing
 */
public record Installation(String version, Path executable, Change change, List<String> notices) {
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

    /**
     * Checks and copies its parts.
     *
     * @param version the version
     * @param executable the path to run it by
     * @param change what the call did
     * @param notices what should be told beside
     */
    public Installation {
        notices = List.copyOf(notices);
    }

    /**
     * Creates one with nothing to tell beside.
     *
     * @param version the version
     * @param executable the path to run it by
     * @param change what the call did
     */
    public Installation(String version, Path executable, Change change) {
        this(version, executable, change, List.of());
    }
}
