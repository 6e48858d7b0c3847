package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.json.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code engine check} against the real LiteLLM: the table of known differences is whole, and nothing in it is outdated. */
@Timeout(600)
class EngineCheckRealE2EIT {
    private static final String CONFIGURATION = Configurations.PATHS + """
            services:
              litellm: {type: embedded, port: 4000}
            litellm_base:
              model_list:
                - model_name: smart
                  litellm_params: {model: openai/gpt-4o, api_key: os.environ/KEY}
                - model_name: demo
                  litellm_params: {model: openai/demo, mock_response: Hello}
                - model_name: claude
                  litellm_params: {model: anthropic/claude-3-5-sonnet-20240620, api_key: os.environ/KEY}
                - model_name: embed
                  litellm_params: {model: openai/text-embedding-3-small, api_key: os.environ/KEY}
                - model_name: fast
                  litellm_params: {model: groq/llama-3.1-8b-instant, api_key: os.environ/KEY}
              router_settings: {num_retries: 1}
            profiles:
              balanced: {}
            """;

    @TempDir
    Path folder;

    @Test
    void everyDifferenceIsKnownAndEveryKnownOneIsThere() throws Exception {
        Path litellm = RealPrograms.liteLlm(Files.createDirectory(folder.resolve("installing")));
        Distribution flowgate = Distribution.in(folder).configure(CONFIGURATION);

        Running check = flowgate.start("--format", "json", "engine", "check", "--litellm", litellm.toString());
        assertThat(check.process().waitFor(8, TimeUnit.MINUTES)).isTrue();

        // It fails also when something differs: then it has printed a result all the same, and this tells what.
        assertThat(check.out()).as(check.err()).startsWith("{");
        Map<String, ?> result = JsonText.readObject(check.out());
        assertThat(result.get("litellm_version")).isEqualTo("1.75.8");
        assertThat((List<?>) result.get("cases")).hasSizeGreaterThan(80).allSatisfy(outcome -> {
            Map<?, ?> members = (Map<?, ?>) outcome;
            assertThat((List<?>) members.get("differences"))
                    .as("differences of " + members.get("case"))
                    .isEmpty();
            assertThat((List<?>) members.get("gone"))
                    .as("outdated for " + members.get("case"))
                    .isEmpty();
        });
        assertThat(check.result().exitCode()).as(check.err()).isZero();
    }
}
