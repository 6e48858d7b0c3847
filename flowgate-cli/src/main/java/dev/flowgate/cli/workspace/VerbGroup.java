package dev.flowgate.cli.workspace;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A verb that only groups others; picocli answers it on its own with a usage error that names them. */
public final class VerbGroup {
    private VerbGroup() {}

    /** Returns a group of verbs, which come in the order of the help. */
    public static CommandLine of(String name, String description, Object... verbs) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        CommandLine group = new CommandLine(spec);
        for (Object verb : verbs) {
            group.addSubcommand(verb);
        }
        return group;
    }
}
