package dev.flowgate.cli.auth;

import dev.flowgate.cli.workspace.FlowGateCommand;
import dev.flowgate.cli.workspace.VerbGroup;
import dev.flowgate.cli.workspace.Workspace;
import java.util.Set;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The verbs of {@code auth}, also in their old form with the provider before the verb: {@code auth codex login}. */
public final class AuthVerbs implements IParameterPreprocessor {
    private static final Set<String> OF_A_PROVIDER = Set.of("login", "import-headless", "import-key", "logout");

    private AuthVerbs() {}

    /** Returns the group. */
    public static CommandLine group(Workspace workspace) {
        CommandLine group = VerbGroup.of(
                "auth",
                "Log in to providers, import credentials, and show what is there.",
                new AuthListCommand(workspace),
                new AuthStatusCommand(workspace),
                new AuthLoginCommand(workspace),
                new AuthImportHeadlessCommand(workspace),
                new AuthImportKeyCommand(workspace),
                new AuthLogoutCommand(workspace));
        group.getCommandSpec().preprocessor(new AuthVerbs());
        return group;
    }

    /** Whether what follows a verb by mistake may be a secret, which is not to be repeated into somebody's log. */
    public static boolean mayPrecedeSecret(Object verb) {
        return verb instanceof AuthImportKeyCommand || verb instanceof AuthLoginCommand;
    }

    /** Puts the verb before the provider; picocli then goes on as with the form of today. */
    @Override
    @SuppressWarnings("JdkObsolete") // It is picocli's interface that takes a Stack.
    public boolean preprocess(
            Stack<String> args, CommandSpec group, @Nullable ArgSpec argument, java.util.Map<String, Object> info) {
        int first = nextWord(args, args.size() - 1);
        int second = nextWord(args, first - 1);
        boolean isOld = second >= 0
                && !group.subcommands().containsKey(args.get(first))
                && OF_A_PROVIDER.contains(args.get(second));
        if (isOld) {
            String provider = args.get(first);
            args.set(first, args.get(second));
            args.set(second, provider);
        }
        return false;
    }

    /** Finds the next word that is no option, from the top of the stack, its end, downwards; -1 when there is none. */
    private static int nextWord(Stack<String> args, int from) {
        for (int i = from; i >= 0; i--) {
            String word = args.get(i);
            if (!word.startsWith("-")) {
                return i;
            }
            if (FlowGateCommand.takesValue(word)) {
                i--;
            }
        }
        return -1;
    }
}
