package dev.flowgate.config;

import dev.flowgate.FlowGateException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. It carries every problem found, not just the first. */
public final class ConfigException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /**
     * Creates a failure from what was found.
     *
     * @param problems the errors, and the warnings beside them; at least one
     */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::describe).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns everything that was found, in the order of the file.
     *
     * @return the problems, errors and warnings; unmodifiable
     */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
