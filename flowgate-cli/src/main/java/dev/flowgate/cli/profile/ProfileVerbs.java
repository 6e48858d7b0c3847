package dev.flowgate.cli.profile;

import dev.flowgate.cli.workspace.VerbGroup;
import dev.flowgate.cli.workspace.Workspace;
import picocli.CommandLine;

/** The verbs of {@code profile}. */
public final class ProfileVerbs {
    private ProfileVerbs() {}

    /** Returns the group. */
    public static CommandLine group(Workspace workspace) {
        return VerbGroup.of(
                "profile",
                "List, set, show and compare profiles.",
                new ProfileListCommand(workspace),
                new ProfileSetCommand(workspace),
                new ProfileShowCommand(workspace),
                new ProfileDiffCommand(workspace));
    }
}
