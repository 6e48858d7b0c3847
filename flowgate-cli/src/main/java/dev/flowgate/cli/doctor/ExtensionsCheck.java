package dev.flowgate.cli.doctor;

import dev.flowgate.auth.AuthMethodRegistry;
import dev.flowgate.auth.RejectedProvider;
import java.util.List;
import java.util.function.Supplier;

/** The jars of further login methods can be read, and their classes used. */
final class ExtensionsCheck implements Check {
    private final Supplier<List<String>> jars;
    private final Supplier<List<RejectedProvider>> classes;

    /**
     * Creates it.
     *
     * @param jars tells what is wrong with the jars
     */
    ExtensionsCheck(Supplier<List<String>> jars) {
        this(jars, () -> AuthMethodRegistry.discovered().rejected());
    }

    ExtensionsCheck(Supplier<List<String>> jars, Supplier<List<RejectedProvider>> classes) {
        this.jars = jars;
        this.classes = classes;
    }

    @Override
    public String name() {
        return "extensions";
    }

    @Override
    public boolean needsConfiguration() {
        return false;
    }

    @Override
    public Finding look(Examination examination) {
        Finding.Builder finding = Finding.builder();
        for (String problem : jars.get()) {
            finding.problem(Remark.advised(
                    "Put the jar right or take it out of extensions/ of the distribution or FLOWGATE_EXTENSIONS.",
                    problem));
        }
        for (RejectedProvider rejected : classes.get()) {
            finding.problem(Remark.advised(
                    "Ask its author, or take its jar out of extensions/ of the distribution or FLOWGATE_EXTENSIONS.",
                    "the class " + rejected.className() + " of an extension is not used: " + rejected.reason()));
        }
        return finding.countIssues().build();
    }
}
