package example.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.AuthProviders;
import dev.flowgate.auth.LoginInput;
import dev.flowgate.auth.LoginListener;
import dev.flowgate.auth.LoginOptions;
import dev.flowgate.auth.LoginResult;
import dev.flowgate.auth.Renewal;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import dev.flowgate.config.FlowGateConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The method as FlowGate finds and uses it. */
@Timeout(60)
class TicketMethodTest {
    @Test
    void isFoundLogsInAndIsRenewed(@TempDir Path folder) throws Exception {
        try (FakeBroker broker = new FakeBroker()) {
            FlowGateConfig config = FlowGateConfig.parse(configuration(broker), folder);
            CountDownLatch renewed = new CountDownLatch(1);
            AuthProviders providers = AuthProviders.of(config);
            Told told = new Told();

            LoginResult result = providers.login(
                    "company", new LoginOptions(Duration.ofSeconds(30), Duration.ofSeconds(1)), told);

            assertThat(result.method()).isEqualTo("broker_ticket");
            assertThat(result.credential().account()).isEqualTo("ada");
            assertThat(told.prompts).singleElement().satisfies(prompt -> {
                assertThat(prompt.userCode()).isEqualTo("T-7");
                assertThat(prompt.url()).hasPath("/t/T-7");
            });

            // A minute is short, so that it is renewed when half of it is over: here when the clock says so.
            AuthProviders later = AuthProviders.builder(config)
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(45)))
                    .events(event -> renewed.countDown())
                    .build();
            try (Renewal renewal = later.keepFresh()) {
                assertThat(renewed.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(providers.credentials().read("company").orElseThrow().accessToken())
                    .isEqualTo("marker-renewed");
        }
    }

    private static String configuration(FakeBroker broker) {
        return """
                paths: {runtime_dir: .router/runtime, active_config: .router/active.yaml, state_file: .router/state.json, log_file: .router/log}
                services:
                  litellm: {}
                litellm_base:
                  model_list:
                    - model_name: company-model
                      litellm_params: {model: openai/large, api_base: 'https://models.example.com/v1', api_key: flowgate/company}
                profiles:
                  balanced: {}
                auth:
                  providers:
                    company: {method: broker_ticket, broker: '%s', team: search}
                """.formatted(broker.address());
    }

    /** What the user was told. */
    private static final class Told implements LoginListener {
        private final List<LoginPrompt> prompts = new ArrayList<>();

        @Override
        public void prompt(LoginPrompt prompt, LoginInput input) {
            prompts.add(prompt);
        }

        @Override
        public void question(AuthStatus.InputRequired question, LoginInput input) {
            throw new AssertionError("The broker asks nothing.");
        }
    }
}
