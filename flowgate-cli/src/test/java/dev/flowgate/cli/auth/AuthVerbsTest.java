package dev.flowgate.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.output.Terminal;
import dev.flowgate.cli.workspace.FlowGateCommand;
import dev.flowgate.cli.workspace.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Stack;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AuthVerbsTest {
    private final CommandLine group = AuthVerbs.group(
            new Workspace(new FlowGateCommand(), new Terminal(System.out, System.err, false, false, false)));

    @Test
    void putsTheVerbBeforeTheProvider() {
        assertThat(translated("codex", "login")).containsExactly("login", "codex");
        assertThat(translated("copilot", "login", "--timeout", "9"))
                .containsExactly("login", "copilot", "--timeout", "9");
        assertThat(translated("--format", "kv", "codex", "--debug", "import-headless", "--source", "x"))
                .containsExactly("--format", "kv", "import-headless", "--debug", "codex", "--source", "x");
    }

    @Test
    void leavesTheFormOfTodayAsItIs() {
        for (List<String> words : List.of(
                List.of("login", "codex"),
                List.of("login", "login"),
                List.of("login", "--source", "logout"),
                List.of("list"),
                List.of("codex"),
                List.of("codex", "status"),
                List.<String>of())) {
            assertThat(translated(words.toArray(String[]::new))).isEqualTo(words);
        }
    }

    @SuppressWarnings("JdkObsolete") // It is picocli's interface that takes a Stack.
    private List<String> translated(String... words) {
        Stack<String> args = new Stack<>();
        args.addAll(List.of(words));
        Collections.reverse(args);
        boolean consumed = group.getCommandSpec().preprocessor().preprocess(args, group.getCommandSpec(), null, null);
        assertThat(consumed).isFalse();
        List<String> translated = new ArrayList<>(args);
        Collections.reverse(translated);
        return translated;
    }
}
