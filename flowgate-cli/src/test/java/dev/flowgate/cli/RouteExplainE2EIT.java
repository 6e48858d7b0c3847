package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RouteExplainE2EIT {
    private static final String CONFIGURATION = Configurations.PATHS + """
            services:
              litellm: {type: embedded, port: 4000}
            litellm_base:
              model_list:
                - {model_name: gpt, litellm_params: {model: openai/gpt, mock_response: a}, model_info: {id: d1}}
                - {model_name: large, litellm_params: {model: openai/large, mock_response: b}, model_info: {id: d2}}
              router_settings:
                num_retries: 1
                retry_policy: {RateLimitErrorRetries: 4}
                model_group_retry_policy: {gpt: {TimeoutErrorRetries: 0}}
                default_fallbacks: [large]
                context_window_fallbacks: [{gpt: [large]}]
                content_policy_fallbacks: [{other: [large]}]
            profiles:
              balanced: {}
            """;

    @TempDir
    Path folder;

    @Test
    void showsRetriesByClassAndWhatEachKindOfFallbackIsFor() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(CONFIGURATION)) {
            Result kv = flowgate.run("route", "explain", "gpt");
            assertThat(kv.exitCode()).as(kv.err()).isZero();
            assertThat(kv.out().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("deployment=d1", "num_retries=1")
                            .endsWith("retries_by_class=bad_request:0,authentication:1,timeout:0,rate_limit:4,"
                                    + "content_policy_violation:0,internal_server:1"))
                    .contains(
                            "fallbacks=1 name=gpt use=general models='large'",
                            "fallbacks=1 name=gpt use=context_window models='large'",
                            "fallbacks=1 name=gpt use=content_policy models=''");

            assertThat(flowgate.run("--format", "text", "route", "explain", "gpt")
                            .out())
                    .contains("0 after timeout, 4 after rate limit")
                    .contains("stands in after a prompt that is too long: large")
                    .contains("stands in after content that is refused: nothing");
            assertThat(flowgate.run("--format", "json", "route", "explain", "gpt")
                            .out()
                            .replaceAll("\\s", ""))
                    .contains("\"context_window\":[\"large\"]")
                    .contains("\"rate_limit\":4");
        }
    }
}
