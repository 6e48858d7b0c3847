package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the page about the configuration to the contract. */
class ConfigurationPageTest {
    @Test
    void speaksOfEveryKeyThatIsHonoured() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        for (Shape.Table table : List.of(
                Contract.ROOT,
                Contract.PATHS,
                Contract.SERVICE,
                Contract.COMMAND,
                LiteLlmContract.DOCUMENT,
                LiteLlmContract.DEPLOYMENT,
                LiteLlmContract.PARAMS,
                LiteLlmContract.ROUTER_SETTINGS,
                LiteLlmContract.LITELLM_SETTINGS,
                LiteLlmContract.GENERAL_SETTINGS)) {
            for (ContractKey key : table.keys()) {
                if (key.honoured()) {
                    assertThat(page).as(key.name()).containsPattern("[`.]" + key.name() + "[`.\\[]");
                }
            }
        }
    }
}
