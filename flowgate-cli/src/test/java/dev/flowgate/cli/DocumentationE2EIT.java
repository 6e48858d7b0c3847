package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of README.md and of the pages in docs; {@link RunbookE2EIT} runs those of the runbook. */
@Timeout(300)
class DocumentationE2EIT {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> commandsDoWhatThePageSays() throws IOException {
        return DocumentationPage.all().stream()
                .filter(page -> !page.name().equals(RunbookE2EIT.PAGE))
                .flatMap(page -> page.sessions().stream())
                .filter(ConsoleSession::isRun)
                .map(session -> DynamicTest.dynamicTest(
                        session.page() + ":" + session.line() + " " + session.scenario(),
                        () -> DocumentationRun.run(session, folder.resolve(session.fileName()))));
    }

    @Test
    void noCommandStandsWhereNothingRunsIt() throws IOException {
        assertThat(DocumentationPage.all().stream().flatMap(page -> page.strays().stream()))
                .as("put them into console blocks, and those that no test can run below *Not run by the tests: WHY.*")
                .isEmpty();
    }

    @Test
    void tellsWhatItDoesNotRun() throws IOException {
        List<String> notRun = DocumentationPage.all().stream()
                .flatMap(page -> page.sessions().stream())
                .flatMap(session -> session.blocks().stream()
                        .filter(block -> block.notRun() != null)
                        .flatMap(block -> block.steps().stream()
                                .map(step -> session.page() + ":" + step.line() + ": " + step.command() + "  ("
                                        + block.notRun() + ")")))
                .toList();
        System.out.println("Commands of the documentation that no test runs: " + notRun.size());
        notRun.forEach(command -> System.out.println("  " + command));

        assertThat(notRun).allMatch(command -> command.endsWith(".)"));
    }
}
