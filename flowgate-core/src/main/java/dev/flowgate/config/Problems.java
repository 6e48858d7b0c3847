package dev.flowgate.config;

import dev.flowgate.config.ConfigProblem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file. The same problem, found again through another profile, counts once. */
final class Problems {
    /** Nobody reads more, and a hostile file must not fill the memory with them. */
    private static final int MOST_OF_A_KIND = 100;

    private final @Nullable Path file;
    private final Set<ConfigProblem> errors = new LinkedHashSet<>();
    private final Set<ConfigProblem> warnings = new LinkedHashSet<>();
    private int untold;

    Problems(@Nullable Path file) {
        this.file = file;
    }

    void error(Origin at, String message, @Nullable String hint) {
        add(errors, problem(Severity.ERROR, at, message, hint));
    }

    void warning(Origin at, String message, @Nullable String hint) {
        add(warnings, problem(Severity.WARNING, at, message, hint));
    }

    /** Adds what another collector found in the same file. */
    void addAll(Problems others) {
        others.errors.forEach(problem -> add(errors, problem));
        others.warnings.forEach(problem -> add(warnings, problem));
        untold += others.untold;
    }

    /** Returns the failure to throw for an error after which reading cannot go on. */
    ConfigException fatal(Origin at, String message, @Nullable String hint) {
        error(at, message, hint);
        return new ConfigException(sorted());
    }

    void throwIfErrors() {
        if (!errors.isEmpty()) {
            throw new ConfigException(sorted());
        }
    }

    /** The first error as one sentence, without its place; null when there is none. */
    @Nullable String firstError() {
        for (ConfigProblem problem : errors) {
            return problem.keyPath() + ": " + problem.message() + (problem.hint() == null ? "" : "; " + problem.hint());
        }
        return null;
    }

    List<ConfigProblem> warnings() {
        return List.copyOf(inFileOrder(warnings));
    }

    private List<ConfigProblem> sorted() {
        List<ConfigProblem> all = new ArrayList<>(errors);
        all.addAll(warnings);
        List<ConfigProblem> sorted = inFileOrder(all);
        if (untold > 0) {
            sorted.add(new ConfigProblem(
                    Severity.ERROR, file, 0, 0, "", untold + " more problems are not listed; fix these first", null));
        }
        return sorted;
    }

    private void add(Set<ConfigProblem> kind, ConfigProblem problem) {
        if (kind.size() < MOST_OF_A_KIND) {
            kind.add(problem);
        } else if (!kind.contains(problem)) {
            untold++;
        }
    }

    private ConfigProblem problem(Severity severity, Origin at, String message, @Nullable String hint) {
        return new ConfigProblem(
                severity, file, at.line(), at.column(), at.path().text(), message, hint);
    }

    private static List<ConfigProblem> inFileOrder(Iterable<ConfigProblem> problems) {
        List<ConfigProblem> sorted = new ArrayList<>();
        problems.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
        return sorted;
    }
}
