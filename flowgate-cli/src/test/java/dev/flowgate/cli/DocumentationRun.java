package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowgate.cli.Scratch.Ran;
import java.nio.file.Path;
import java.util.Optional;

/** Runs a session of a page in its scenario, and holds every command to what the page says of it. */
final class DocumentationRun {
    private DocumentationRun() {}

    static void run(ConsoleSession session, Path folder) throws Exception {
        Scenario scenario = Scenario.named(session.scenario());
        Optional<String> obstacle = scenario.cannotBeMade();
        obstacle.ifPresent(why -> System.out.println("Not run: " + session.page() + ":" + session.line() + ", " + why));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
        try (Scratch scratch = new Scratch(folder)) {
            scenario.prepare(scratch);
            for (ConsoleBlock block : session.blocks()) {
                if (block.notRun() == null) {
                    for (ConsoleStep step : block.steps()) {
                        check(session.page(), step, scratch);
                    }
                }
            }
        }
    }

    private static void check(String page, ConsoleStep step, Scratch scratch) throws Exception {
        Ran ran = scratch.run(step.command());
        String told = "%s:%d: $ %s%nended with exit code %d and printed%n%s"
                .formatted(page, step.line(), step.command(), ran.exitCode(), ran.output());
        assertThat(ran.exitCode()).as(told).isEqualTo(step.exitCode());
        if (!step.expected().isEmpty()) {
            ExpectedOutput expected = new ExpectedOutput(
                    step.expected().stream().map(scratch::here).toList());
            assertThat(expected.matches(ran.output()))
                    .as(told + "%nin place of%n" + String.join("\n", step.expected()))
                    .isTrue();
        }
    }
}
