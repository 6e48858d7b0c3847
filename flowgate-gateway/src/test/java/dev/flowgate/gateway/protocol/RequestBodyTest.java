package dev.flowgate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.flowgate.routing.FallbackOverrides;
import dev.flowgate.routing.Rehearsal;
import dev.flowgate.routing.RequestOverrides;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static RequestBody parse(String json) {
        return RequestBody.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String rewritten(RequestBody body, String model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(model, out::write);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"a\"}|{\"model\":\"B\"}",
                "{ \"model\" :\t\"a\" , \"x\":1}|{ \"model\" :\t\"B\" , \"x\":1}",
                "{\"mod\\u0065l\":\"\\u0061\"}|{\"mod\\u0065l\":\"B\"}",
                "{\"x\":{\"model\":1,\"model\":2},\"model\":\"a\"}|{\"x\":{\"model\":1,\"model\":2},\"model\":\"B\"}",
                "{\"timeout\":1,\"model\":\"a\"}|{\"model\":\"B\"}",
                "{\"model\":\"a\",\"timeout\":1}|{\"model\":\"B\"}",
                "{\"model\":\"a\" , \"timeout\":1 , \"num_retries\":2 }|{\"model\":\"B\" }",
                "{\"model\":\"a\",\"timeout\":1,\"z\":1.0e5}|{\"model\":\"B\",\"z\":1.0e5}",
                "{\"fallbacks\":[\"x\"],\"num_retries\":0,\"model\":\"a\",\"disable_fallbacks\":true}|{\"model\":\"B\"}",
                "{\"model\":\"a\",\"metadata\":{\"timeout\":5}}|{\"model\":\"B\",\"metadata\":{\"timeout\":5}}",
            })
    void changesOnlyWhatItMust(String before, String after) {
        assertThat(rewritten(parse(before), "B")).isEqualTo(after);
    }

    @Test
    void readsWhatTheEngineNeeds() {
        RequestBody body = parse("{\"stream\":true,\"model\":\"caf\\u00e9\",\"timeout\":0.5,\"stream_timeout\":2,"
                + "\"num_retries\":3,\"fallbacks\":[\"x\",\"y\"]}");

        assertThat(body.model()).isEqualTo("caf\u00e9");
        assertThat(body.stream()).isTrue();
        assertThat(body.overrides(null, null, null))
                .isEqualTo(new RequestOverrides(
                        3, Duration.ofMillis(500), Duration.ofSeconds(2), FallbackOverrides.to("x", "y"), null));
        assertThat(body.overrides("9", null, "1").timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(body.overrides("9", null, "1").numRetries()).isEqualTo(1);
        assertThat(parse("{\"model\":\"a\"}").overrides("9", null, null).numRetries())
                .isNull();
    }

    @Test
    void readsFallbacksInEveryForm() {
        FallbackOverrides byModel = parse(
                        "{\"model\":\"a\",\"fallbacks\":[{\"a\":[\"b\",{\"model\":\"c\"}]},{\"d\":[]}],"
                                + "\"context_window_fallbacks\":[{\"a\":[\"e\"]}],\"content_policy_fallbacks\":[],\"max_fallbacks\":2}")
                .overrides(null, null, null)
                .fallbacks();

        assertThat(byModel)
                .isEqualTo(new FallbackOverrides(
                        null,
                        Map.of("a", List.of("b", "c"), "d", List.of()),
                        Map.of("a", List.of("e")),
                        Map.of(),
                        2,
                        false));
        assertThat(parse("{\"model\":\"a\",\"fallbacks\":[{\"model\":\"b\"},\"c\"]}")
                        .overrides(null, null, null)
                        .fallbacks())
                .isEqualTo(FallbackOverrides.to("b", "c"));
    }

    @Test
    void takesTheTimeoutOverItsOtherNameAndHeadersOverBoth() {
        RequestBody body = parse("{\"timeout\":1,\"request_timeout\":2,\"stream_timeout\":3,\"model\":\"a\"}");

        assertThat(body.overrides(null, null, null).timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(parse("{\"request_timeout\":2,\"model\":\"a\"}")
                        .overrides(null, null, null)
                        .timeout())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(body.overrides("7", "8", null).timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(body.overrides("7", "8", null).streamTimeout()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void takesItsOwnTagsBeforeThoseOfTheHeader() {
        assertThat(parse("{\"tags\":[\"x\"],\"model\":\"a\"}").tags("y,z")).containsExactly("x");
        assertThat(parse("{\"model\":\"a\"}").tags(" y ,,z")).containsExactly("y", "z");
        assertThat(parse("{\"model\":\"a\"}").tags(null)).isEmpty();
    }

    @Test
    void knowsTheFailureToRehearseByItsField() {
        for (Rehearsal rehearsal : Rehearsal.values()) {
            assertThat(parse("{\"model\":\"a\",\"" + rehearsal.field() + "\":true}")
                            .overrides(null, null, null)
                            .rehearsal())
                    .isEqualTo(rehearsal);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"fallbacks\":\"b\"",
                "\"fallbacks\":[1]",
                "\"fallbacks\":[{\"model\":\"b\",\"temperature\":1}]",
                "\"fallbacks\":[\"b\",{\"a\":[\"c\"]}]",
                "\"context_window_fallbacks\":[\"b\"]",
                "\"max_fallbacks\":-1",
                "\"tags\":\"x\"",
                "\"tags\":[1]",
                "\"mock_response\":{\"choices\":[]}",
                "\"mock_testing_fallbacks\":1",
                "\"mock_tool_calls\":[{}]",
                "\"guardrails\":[\"pii\"]",
                "\"user_config\":{}",
                "\"api_base\":\"http://x\"",
                "\"base_url\":\"http://x\"",
                "\"api_key\":\"k\"",
            })
    void refusesWhatItCannotObeyAndNamesTheField(String member) {
        String field = member.substring(1, member.indexOf('"', 1));

        assertThatThrownBy(() -> parse("{\"model\":\"a\"," + member + "}").overrides(null, null, null))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.param()).isEqualTo(field));
    }

    @Test
    void leavesOutEveryFieldThatSteersTheEngine() {
        String fields = "\"cache\":{\"ttl\":[1]},\"ttl\":1,\"caching\":true,\"priority\":0,\"fastest_response\":true,"
                + "\"drop_params\":true,\"allowed_openai_params\":[\"x\"],\"guardrails\":[],\"mock_delay\":null,"
                + "\"mock_tool_calls\":[],\"api_key\":null,\"mock_response\":\"m\",\"tags\":[]";

        assertThat(rewritten(parse("{" + fields + ",\"model\":\"a\",\"metadata\":{}}"), "B"))
                .isEqualTo("{\"model\":\"B\",\"metadata\":{}}");
    }

    @Test
    void theModelOfThePathComesBeforeTheBodys() {
        assertThat(named("{\"model\":\"body\",\"a\":1}", "path")).isEqualTo("{\"model\":\"real\",\"a\":1}");
        assertThat(named(" { \"a\":1}", "path")).isEqualTo(" {\"model\":\"real\", \"a\":1}");
        assertThat(named("{\"num_retries\":1}", "path")).isEqualTo("{\"model\":\"real\"}");
        assertThat(named("{ }", "pa\"th")).isEqualTo("{\"model\":\"real\" }");
    }

    /** The body for an upstream that knows the model as {@code real}. */
    private static String named(String json, String model) {
        RequestBody body = RequestBody.parse(json.getBytes(StandardCharsets.UTF_8), model);
        assertThat(body.model()).isEqualTo(model);
        return rewritten(body, "real");
    }

    @Test
    void quotesTheUpstreamsName() {
        assertThat(rewritten(parse("{\"model\":\"a\"}"), "x\"\\\n\u00e9"))
                .isEqualTo("{\"model\":\"x\\\"\\\\\\n\u00e9\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"model\"",
                "{\"model\":\"a\"",
                "{\"model\":\"a\"}}",
                "{\"model\":\"a\"} {}",
                "{\"model\":\"a\"}x",
                "{\"model\":\"a\",}",
                "{'model':'a'}",
                "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}",
                "{\"model\":null}",
                "{\"model\":\"\"}",
                "{\"model\":[\"a\"]}",
                "{\"stream\":\"yes\",\"model\":\"a\"}",
                "{\"num_retries\":-1,\"model\":\"a\"}",
                "{\"num_retries\":99999999999999999999,\"model\":\"a\"}",
                "{\"timeout\":0,\"model\":\"a\"}",
                "{\"timeout\":1e99,\"model\":\"a\"}",
                "{\"a\":\"\u0001\",\"model\":\"a\"}",
                "{\"a\":01,\"model\":\"a\"}",
                "{\"a\":NaN,\"model\":\"a\"}",
                "\uFEFF{\"model\":\"a\"}",
            })
    void refusesWhatIsNoRequest(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin = "{\"model\":\"a\",\"x\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "{\"model\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> RequestBody.parse(latin)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> RequestBody.parse(wide)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void limitsNestingAndNumbers() {
        String deep = "{\"model\":\"a\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String huge = "{\"model\":\"a\",\"x\":" + "9".repeat(5000) + "}";

        assertThatThrownBy(() -> parse(deep))
                .hasMessageContaining("beyond a limit")
                .hasMessageEndingWith("exceeds the maximum allowed (512).");
        assertThatThrownBy(() -> parse(huge)).hasMessageContaining("beyond a limit");
        assertThat(rewritten(parse("{\"model\":\"a\",\"x\":" + "9".repeat(900) + "}"), "a"))
                .hasSize(918);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "num_retries":1.5    | num_retries must be a whole number from 0 to 100, but it is "1.5".
                    "num_retries":-1     | num_retries must be a whole number from 0 to 100, but it is "-1".
                    "timeout":0          | timeout must be a number of seconds, more than 0 and at most 86400, but it is "0".
                    "tags":["a",1]       | The field tags must be a list of strings, but it has a number in it.
                    "fallbacks":[{"a":"b"}] | An entry of the field fallbacks has a with a value that is not supported
                    "fallbacks":[{"model":"b","messages":[]}] | An entry of the field fallbacks has messages with a value
                    """)
    void saysWhatIsWrongWithAField(String member, String problem) {
        assertThatThrownBy(() -> parse("{\"model\":\"a\"," + member + "}").overrides(null, null, null))
                .hasMessageStartingWith(problem);
    }

    @Test
    void saysWhichHeaderIsWrong() {
        RequestBody body = parse("{\"model\":\"a\"}");

        assertThatThrownBy(() -> body.overrides("soon", null, null))
                .hasMessage("x-litellm-timeout must be a number of seconds, more than 0 and at most 86400, but it is"
                        + " \"soon\".");
        assertThatThrownBy(() -> body.overrides("NaN", null, null)).hasMessageEndingWith("but it is \"NaN\".");
        assertThatThrownBy(() -> body.overrides(null, null, "9".repeat(50)))
                .hasMessageEndingWith("but it is \"" + "9".repeat(40) + "...\".");
    }

    @Test
    void saysWhereTheMistakeIs() {
        assertThatThrownBy(() -> parse("{\n \"model\": oops}")).hasMessageContaining("line 2, column");
    }

    /** Whatever is accepted must stay valid JSON and keep every other byte; whatever is not JSON must be refused. */
    @Test
    void agreesWithAFullParserOnMutations() {
        byte[] seed = ("{\"a\":[1,2.5e-3,{\"model\":\"n\"}],\"model\":\"gpt-4\",\"timeout\":30,\"s\":\"\\u00e9\\n\","
                        + "\"stream\":false,\"n\":null}")
                .getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(42);
        String alphabet = "{}[]\",:\\ 0129-+.eEtruefalsn\n\u0001";
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] mutant = seed.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            try {
                String result = rewritten(RequestBody.parse(mutant), "gpt-4");
                accepted++;
                assertThat(isJson(mutant))
                        .as(new String(mutant, StandardCharsets.UTF_8))
                        .isTrue();
                assertThat(isJson(result.getBytes(StandardCharsets.UTF_8)))
                        .as(result)
                        .isTrue();
                assertThat(RequestBody.parse(result.getBytes(StandardCharsets.UTF_8))
                                .model())
                        .isEqualTo("gpt-4");
            } catch (InvalidRequestException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    private static boolean isJson(byte[] bytes) {
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
