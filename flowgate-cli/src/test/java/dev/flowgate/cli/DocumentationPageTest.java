package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentationPageTest {
    @Test
    void readsCommandsWithWhatTheyPrintAndTheirExitCode() {
        List<ConsoleSession> sessions = page("""
                # Title
                <!-- scenario: fresh -->
                **Command.** Look:
                ```console
                $ flowgate status
                one
                [exit code 1]
                $ curl -sS \\
                >     -d '{}'
                ```
                """).sessions();

        assertThat(sessions).singleElement().satisfies(session -> {
            assertThat(session.scenario()).isEqualTo("fresh");
            assertThat(session.isRun()).isTrue();
            assertThat(session.blocks()).singleElement().satisfies(block -> {
                assertThat(block.heading()).isEqualTo("Title");
                assertThat(block.label()).isEqualTo("Command");
                assertThat(block.steps())
                        .containsExactly(
                                new ConsoleStep(5, "flowgate status", List.of("one"), 1),
                                new ConsoleStep(8, "curl -sS \\\n    -d '{}'", List.of(), 0));
            });
        });
    }

    @Test
    void beginsANewSessionAtEachScenario() {
        assertThat(page("""
                <!-- scenario: fresh -->
                ```console
                $ one
                ```
                ```console
                $ two
                ```
                <!-- scenario: running -->
                ```console
                $ three
                ```
                """).sessions())
                .extracting(
                        ConsoleSession::scenario, session -> session.blocks().size())
                .containsExactly(tuple("fresh", 2), tuple("running", 1));
    }

    @Test
    void leavesOutWhatThePageSaysIsNotRunAndOnlyThat() {
        List<ConsoleSession> sessions = page("""
                <!-- scenario: fresh -->
                *Not run by the tests: it takes a browser.*

                ```console
                $ flowgate auth login codex
                ```
                ```console
                $ flowgate status
                ```
                """).sessions();

        assertThat(sessions.get(0).blocks())
                .extracting(ConsoleBlock::notRun)
                .containsExactly("it takes a browser.", null);
    }

    @Test
    void runsTheCommandsThatAreThereToBeCopied() {
        assertThat(page("""
                <!-- scenario: fresh -->
                ```sh
                flowgate up

                flowgate status
                ```
                """).sessions().get(0).blocks().get(0).steps())
                .containsExactly(
                        new ConsoleStep(3, "flowgate up", List.of(), 0),
                        new ConsoleStep(5, "flowgate status", List.of(), 0));
    }

    @Test
    void findsCommandsThatNothingRuns() {
        assertThat(page("""
                ```bash
                ./flowgate up
                ls
                ```
                ```text
                flowgate [--quiet] VERB
                ```
                """).strays()).containsExactly("page.md:2: ./flowgate up");
    }

    @Test
    void refusesABlockWithoutAScenario() {
        assertThatIllegalArgumentException().isThrownBy(() -> page("""
                        ```console
                        $ flowgate status
                        ```
                        """)).withMessageContaining("page.md:2");
    }

    private static DocumentationPage page(String text) {
        return DocumentationPage.of("page.md", text.lines().toList());
    }
}
