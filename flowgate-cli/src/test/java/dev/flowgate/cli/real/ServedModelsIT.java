package dev.flowgate.cli.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.flowgate.cli.real.ServedModels.Finding;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceProbes;
import dev.flowgate.process.ServiceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as LiteLLM 1.75.8 gave them. */
@Timeout(60)
class ServedModelsIT {
    private static final Path FOLDER = Path.of("/folder");
    private static final String LISTED = "demo, openai/*, pub";

    private final AtomicReference<@Nullable String> authorization = new AtomicReference<>();
    private final HttpServer server = unbound();
    private volatile int status = 200;
    private volatile String body = list(LISTED);

    @BeforeEach
    void listen() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void expectsModelsPatternsAndAliasesThatAreNotHidden() throws Exception {
        assertThat(ask("sk-literal")).isEqualTo(new Finding.All());
        assertThat(authorization).hasValue("Bearer sk-literal");
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        body = list("demo, openai/gpt-4.1");

        assertThat(ask("sk-literal")).isEqualTo(new Finding.Missing(List.of("openai/*", "pub")));
    }

    @Test
    void saysThatNoneIsThere() throws Exception {
        body = list("");

        assertThat(ask("sk-literal")).isEqualTo(new Finding.None(List.of("demo", "openai/*", "pub")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":{\"message\":\"Authentication Error, No api key passed in.\",\"code\":\"401\"}}",
                "400 | {\"error\":{\"message\":\"No connected db.\",\"type\":\"no_db_connection\",\"code\":\"400\"}}"
            })
    void namesTheSourceOfAKeyThatIsRefused(int answer, String text) throws Exception {
        status = answer;
        body = text;

        assertThat(ask("os.environ/ROUTER_KEY"))
                .isEqualTo(new Finding.Refused(
                        "the variable ROUTER_KEY, which is general_settings.master_key of profile balanced"));
        assertThat(authorization).hasValue("Bearer sk-declared");
    }

    @Test
    void sendsNoKeyWhereLiteLlmHasNone() throws Exception {
        assertThat(ask("os.environ/NOBODY_SETS_THIS")).isEqualTo(new Finding.All());
        assertThat(authorization.get()).isNull();
    }

    @Test
    void doesNotTakeAnotherAnswerForAList() throws Exception {
        status = 500;
        assertThat(ask("sk-literal")).isInstanceOf(Finding.Unclear.class);

        status = 200;
        body = "<html>";
        assertThat(ask("sk-literal"))
                .isInstanceOfSatisfying(
                        Finding.Unclear.class,
                        unclear -> assertThat(unclear.why()).contains("does not answer with JSON"));
    }

    @Test
    void doesNotAskAServerThatReadsAnotherFile() {
        FlowGateConfig config = config("sk-literal");

        assertThat(question(config, List.of("litellm", "--config", "mine.yaml")))
                .isEmpty();
        assertThat(question(config, List.of("litellm", "--config=run/../active.yaml")))
                .isPresent();
    }

    private Finding ask(String masterKey) throws InterruptedException {
        return question(config(masterKey), List.of("litellm", "--config", "/folder/active.yaml"))
                .orElseThrow()
                .ask();
    }

    private Optional<ServedModels> question(FlowGateConfig config, List<String> command) {
        ServiceConfig service = Objects.requireNonNull(config.services().get("litellm"));
        ServiceSpec spec = new ServiceSpec(
                "litellm",
                command,
                FOLDER,
                Map.of("ROUTER_KEY", "sk-declared"),
                Set.of(),
                "127.0.0.1",
                service.port(),
                ServiceProbes.NONE,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        return ServedModels.of(config, service, spec, "balanced");
    }

    private FlowGateConfig config(String masterKey) {
        return FlowGateConfig.parse("""
                config_version: 2
                paths: {runtime_dir: run, active_config: active.yaml, state_file: state.json, log_file: log}
                services: {litellm: {type: process, port: %d}}
                litellm_base:
                  general_settings: {master_key: %s}
                  router_settings: {model_group_alias: {pub: demo, concealed: {model: demo, hidden: true}}}
                  model_list:
                    - {model_name: demo, litellm_params: {model: openai/demo, mock_response: x}}
                    - {model_name: demo, litellm_params: {model: openai/other, mock_response: x}}
                    - {model_name: "openai/*", litellm_params: {model: "openai/*", api_key: x}}
                profiles: {balanced: {}}
                """.formatted(server.getAddress().getPort(), masterKey), FOLDER);
    }

    private static String list(String names) {
        StringBuilder models = new StringBuilder();
        for (String name : names.isEmpty() ? List.<String>of() : List.of(names.split(", ", -1))) {
            models.append(models.isEmpty() ? "" : ",")
                    .append("{\"id\":\"" + name + "\",\"object\":\"model\",\"created\":1677610602}");
        }
        return "{\"data\":[" + models + "],\"object\":\"list\"}";
    }

    private static HttpServer unbound() {
        try {
            return HttpServer.create();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
