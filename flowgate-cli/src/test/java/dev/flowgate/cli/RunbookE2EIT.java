package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each entry of the runbook in its symptom: the page's command shows it, the page's repair is made, and the page's check shows
 * that it is gone.
 */
@Timeout(300)
class RunbookE2EIT {
    static final String PAGE = "docs/runbook-troubleshooting.md";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> entryShowsAndRepairsItsSymptom() throws IOException {
        return DocumentationPage.named(PAGE).sessions().stream()
                .filter(ConsoleSession::isRun)
                .map(session -> DynamicTest.dynamicTest(
                        session.blocks().get(0).heading(),
                        () -> DocumentationRun.run(session, folder.resolve(session.fileName()))));
    }

    @Test
    void everyEntryHasACommandARepairAndACheck() throws IOException {
        Map<String, List<ConsoleBlock>> entries = DocumentationPage.named(PAGE).sessions().stream()
                .flatMap(session -> session.blocks().stream())
                .collect(Collectors.groupingBy(ConsoleBlock::heading));

        assertThat(entries).hasSizeGreaterThan(20).allSatisfy((heading, blocks) -> {
            assertThat(blocks).extracting(ConsoleBlock::label).containsSubsequence("Command", "Check");
            if (blocks.stream().allMatch(block -> block.notRun() == null)) {
                assertThat(blocks).extracting(ConsoleBlock::label).containsExactly("Command", "Repair", "Check");
                // A symptom and a check that nothing is expected of would show nothing.
                assertThat(blocks.get(0).steps())
                        .anySatisfy(step -> assertThat(step.expected()).isNotEmpty());
                assertThat(blocks.get(2).steps()).allSatisfy(step -> {
                    assertThat(step.expected()).isNotEmpty();
                    assertThat(step.exitCode()).isZero();
                });
            }
        });
    }
}
