package dev.flowgate.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.json.JsonText;
import dev.flowgate.litellm.Provider;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileDocumentTest {
    private static final URI UPSTREAM = URI.create("http://127.0.0.1:9");

    @Test
    void putsDeploymentsInFrontOfTheUpstream() throws IOException {
        ProfileDocument document = document("""
                {"model_list":[
                  {"model_name":"smart","litellm_params":{"model":"gpt-4o","api_base":"https://api.example.org/v1","rpm":5,"mock_response":"Hello"}},
                  {"model_name":"claude","litellm_params":{"model":"anthropic/claude","api_key":"sk-secret"}}]}
                """);

        assertThat(JsonText.compact(document.at(UPSTREAM, "sk-check").get("model_list")))
                .isEqualTo("[{\"model_name\":\"smart\",\"litellm_params\":{\"model\":\"openai/gpt-4o\",\"rpm\":5,"
                        + "\"api_base\":\"http://127.0.0.1:9/v1\",\"api_key\":\"no-key-is-needed\"},\"model_info\":{}},"
                        + "{\"model_name\":\"claude\",\"litellm_params\":{\"model\":\"anthropic/claude\","
                        + "\"api_base\":\"http://127.0.0.1:9\",\"api_key\":\"no-key-is-needed\"},\"model_info\":{}}]");
        assertThat(document.models())
                .containsExactly(
                        new ProfileDocument.Model("smart", Provider.OPENAI, false),
                        new ProfileDocument.Model("claude", Provider.ANTHROPIC, false));
    }

    @Test
    void takesNeitherSecretsNorAnythingThatReachesOut() throws IOException {
        String made = JsonText.compact(document("""
                {"model_list":[{"model_name":"smart","litellm_params":{"model":"openai/a","api_key":"s3cret",
                    "extra_headers":{"authorization":"s3cret"},"aws_secret_access_key":"s3cret"}}],
                 "litellm_settings":{"callbacks":["s3cret"],"cache_params":{"password":"s3cret"},"num_retries":3},
                 "router_settings":{"redis_password":"s3cret","num_retries":2},
                 "general_settings":{"master_key":"s3cret","database_url":"s3cret"},
                 "environment_variables":{"OPENAI_API_KEY":"s3cret"}}
                """).at(UPSTREAM, "sk-check"));

        assertThat(made)
                .doesNotContain("s3cret")
                .contains("\"litellm_settings\":{\"num_retries\":3}", "\"router_settings\":{\"num_retries\":2}")
                .contains("\"general_settings\":{\"master_key\":\"sk-check\"}");
    }

    @Test
    void leavesOutProvidersThatCannotBeStoodInFor() throws IOException {
        ProfileDocument document = document("""
                {"model_list":[
                  {"model_name":"local","litellm_params":{"model":"ollama/llama3"}},
                  {"model_name":"cloud","litellm_params":{"model":"bedrock/claude"}},
                  {"model_name":"chosen","litellm_params":{"model":"x","custom_llm_provider":"vertex_ai"}}]}
                """);

        assertThat(document.models()).isEmpty();
        assertThat(document.leftOut().keySet()).containsExactly("chosen", "cloud", "local");
        assertThat(JsonText.compact(document.at(UPSTREAM, "sk-check").get("model_list")))
                .isEqualTo("[]");
    }

    @Test
    void takesValuesOfVariablesOver() throws IOException {
        ProfileDocument document = new ProfileDocument(
                JsonText.readObject("{\"router_settings\":{\"timeout\":\"os.environ/LIMIT\"}}"),
                name -> "LIMIT".equals(name) ? "30" : null);

        assertThat(JsonText.compact(document.at(UPSTREAM, "sk-check").get("router_settings")))
                .isEqualTo("{\"timeout\":30}");
    }

    @Test
    void asksEmbeddingModelsForEmbeddings() throws IOException {
        ProfileDocument document = document("""
                {"model_list":[
                  {"model_name":"e","litellm_params":{"model":"openai/x"},"model_info":{"mode":"embedding"}},
                  {"model_name":"openai/*","litellm_params":{"model":"openai/*"}}]}
                """);

        assertThat(ProfileCases.of(document.models()))
                .extracting(CheckCase::id)
                .containsExactly(
                        "model:e:embeddings",
                        "model:openai/*:chat",
                        "model:openai/*:chat-stream",
                        "model:openai/*:chat-no-messages",
                        "model:openai/*:responses");
        assertThat(ProfileCases.of(document.models()).get(1).body()).contains("\"openai/check\"");
    }

    private static ProfileDocument document(String json) throws IOException {
        Map<String, @Nullable Object> parsed = JsonText.readObject(json);
        return new ProfileDocument(parsed, name -> null);
    }
}
