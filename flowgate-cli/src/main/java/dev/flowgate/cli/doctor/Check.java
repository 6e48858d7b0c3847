package dev.flowgate.cli.doctor;

import java.util.List;

/** One thing that can be wrong. Checks run side by side, each within a few seconds, and keep nothing. */
interface Check {
    /** Returns the name that people and scripts know it by: lower case, with {@code _}. */
    String name();

    /** Tells whether there is nothing to look at without a configuration that can be used. */
    default boolean needsConfiguration() {
        return true;
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws Exception if it cannot look, which is a failure of the check too
     */
    Finding look(Examination examination) throws Exception;

    /**
     * Repairs what can be repaired without any risk: nothing that runs is touched, and nothing is deleted that anybody may
     * miss.
     *
     * @return what was changed, one text each; empty when nothing was
     * @throws Exception if that failed; what was changed before stays
     */
    default List<String> fix(Examination examination) throws Exception {
        return List.of();
    }
}
