package dev.flowgate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A verb that only groups others; picocli answers it on its own with a usage error that names them. */
final class VerbGroup {
    private VerbGroup() {}

    static CommandLine of(String name, String description, Object... verbs) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        CommandLine group = new CommandLine(spec);
        for (Object verb : verbs) {
            group.addSubcommand(verb);
        }
        return group;
    }
}
