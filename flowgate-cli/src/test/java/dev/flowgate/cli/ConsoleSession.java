package dev.flowgate.cli;

import java.util.List;

/**
 * The blocks of a page that are run one after another in one folder.
 *
 * @param page the page's path from the repository's root
 * @param line where it begins
 * @param scenario the name of the state that it begins in
 */
record ConsoleSession(String page, int line, String scenario, List<ConsoleBlock> blocks) {
    ConsoleSession {
        blocks = List.copyOf(blocks);
    }

    /** Returns whether a test can run any of it. */
    boolean isRun() {
        return blocks.stream().anyMatch(block -> block.notRun() == null);
    }

    /** Returns a name for its folder. */
    String fileName() {
        return scenario + "-" + line;
    }
}
