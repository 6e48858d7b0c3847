package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.config.ConfigurationPage.Row;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the page about the configuration to the tables that files are checked with. */
class ConfigurationPageTest {
    private static final String REFUSED = "refused";
    private static final String DIFFERS = "differs";

    private static List<ContractSection> sections() {
        return ContractSection.ALL;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void listsEveryKeyOfLiteLlmWithWhatIsDoneWithIt(ContractSection section) throws IOException {
        List<Row> rows = ConfigurationPage.read().table(section.title());

        assertThat(rows.stream().map(row -> row.key() + ": " + row.status()))
                .containsExactlyInAnyOrderElementsOf(section.keys().stream()
                        .map(key ->
                                key.path() + ": " + key.key().support().name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("sections")
    void givesTheReasonThatTheWarningGives(ContractSection section) throws IOException {
        List<Row> rows = ConfigurationPage.read().table(section.title());

        assertThat(rows.stream().filter(row -> row.status().equals(REFUSED)).map(row -> row.key() + ": " + row.text()))
                .containsExactlyInAnyOrderElementsOf(section.keys().stream()
                        .filter(key -> key.key().isRefused())
                        .map(key -> key.path() + ": " + key.key().description())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("sections")
    void saysHowAKeyDiffers(ContractSection section) throws IOException {
        assertThat(ConfigurationPage.read().table(section.title()))
                .filteredOn(row -> row.status().equals(DIFFERS))
                .allSatisfy(row -> assertThat(row.text()).as(row.key()).hasSizeGreaterThan(20));
    }

    @Test
    void speaksOfEveryKeyOfFlowGatesOwnPart() throws IOException {
        String page = ConfigurationPage.read().text();

        Stream.of(Contract.ROOT, Contract.PATHS, Contract.SERVICE, Contract.COMMAND, Contract.RELEASE, Contract.PYTHON)
                .flatMap(table -> table.names().stream())
                .forEach(name -> assertThat(page).as(name).containsPattern("[`.]" + name + "[`.\\[]"));
    }
}
