package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
    @Test
    void minimalConfigurationLoadsWithoutAWord() {
        FlowGateConfig config = Samples.parse(Samples.MINIMAL);
        assertThat(config.warnings()).isEmpty();
        ServiceConfig litellm = Samples.service(config, "litellm");
        assertThat(litellm).isEqualTo(ServiceConfig.embedded());
        assertThat(litellm.readinessPath()).isEqualTo("/health/readiness");
        assertThat(litellm.port()).isEqualTo(4000);
    }

    @Test
    void reportsEveryProblemInTheOrderOfTheFile() {
        List<String> errors = Samples.errors("""
                config_version: 3
                paths: {runtime_dir: 7, active_config: a, log_file: ''}
                services:
                  litellm: {port: 70000, restart: allways, prot: 1}
                litellm_base: [x]
                profles: {}
                """);
        assertThat(errors)
                .containsExactly(
                        "profiles: the key `profiles` is missing (add it: overlays on litellm_base: maps merge, lists"
                                + " and scalars replace)",
                        "config_version: config_version 3 is not supported; supported are 1 and 2 (use a newer"
                                + " FlowGate, or write 2)",
                        "paths.state_file: the key `state_file` is missing (add it: which profile is active)",
                        "paths.runtime_dir: must be a path; found a number (put it in quotes)",
                        "paths.log_file: must not be empty (give it a value, or remove the key)",
                        "services.litellm.port: must be a whole number from 1 to 65535; found 70000",
                        "services.litellm.restart: must be one of no, on-failure, always; found \"allways\" (did you"
                                + " mean `always`?)",
                        "services.litellm.prot: unknown key `prot`; did you mean `port`? (allowed here: type, host,"
                                + " port, readiness_path, command, depends_on, restart, startup_timeout, stop_timeout,"
                                + " enabled)",
                        "litellm_base: must be a map; found a list",
                        "profles: unknown key `profles`; did you mean `profiles`? (allowed here: config_version,"
                                + " paths, services, bootstrap, credentials, litellm_base, profiles, auth, secret_files)");
    }

    @Test
    void placesAreThoseOfTheUsersText() {
        ConfigProblem problem = Samples.problems(Samples.MINIMAL.replace("litellm: {}", "litellm: {port: x}"))
                .get(0);
        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.column()).isEqualTo(19);
    }

    @Test
    void problemOfTheBaseCountsOnceForAllProfiles() {
        String text = Samples.withParams("model: openai/x, api_key_ref: nobody")
                .replace("balanced: {}", "a: {}\n  b: {}\n  c: {}");
        assertThat(Samples.errors(text))
                .containsExactly("litellm_base.model_list[0].litellm_params.api_key_ref: there is no"
                        + " `credentials.upstream.nobody`; known are none");
    }

    @ParameterizedTest
    @CsvSource({"30,30000", "2.5,2500", "30s,30000", "2m,120000", "500ms,500", "1h,3600000", "\"45\",45000"})
    void readsDurations(String written, long millis) {
        FlowGateConfig config = Samples.parse(Samples.withServices("litellm: {stop_timeout: " + written + "}"));
        assertThat(Samples.service(config, "litellm").stopTimeout()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "soon", "30 days", "99999999999h", ".nan", ".inf", "s", "true", "[1]"})
    void refusesWhatIsNoDuration(String written) {
        assertThat(Samples.errors(Samples.withServices("litellm: {stop_timeout: " + written + "}")))
                .singleElement()
                .asString()
                .contains("must be a duration above 0");
    }

    @Test
    void onlyLitellmCanBeEmbedded() {
        assertThat(Samples.errors(Samples.withServices("other: {port: 1}")))
                .containsExactly("services.other: only `litellm` can be embedded; this service needs a `command`"
                        + " (add command.args)");
        assertThat(Samples.errors(Samples.withServices("cliproxyapi_plus: {type: embedded}")))
                .singleElement()
                .asString()
                .contains("only `litellm` can be embedded", "remove `type: embedded`");
    }

    @Test
    void aServiceWithoutACommandRunsWhatIsInstalled() {
        FlowGateConfig config = Samples.parse(
                Samples.withServices("litellm: {type: process, host: 127.0.0.2, port: 4001}\ncliproxyapi_plus: {}"));
        Path bin = config.paths().binaryDirectory();

        assertThat(Samples.command(config, "litellm").args())
                .containsExactly(
                        bin.resolve("litellm").toString(),
                        "--config",
                        config.paths().activeConfig().toString(),
                        "--host",
                        "127.0.0.2",
                        "--port",
                        "4001");
        assertThat(Samples.command(config, "cliproxyapi_plus").args())
                .containsExactly(
                        bin.resolve("CLIProxyAPIPlus").toString(),
                        "-config",
                        Samples.BASE.resolve("cliproxyapi.yaml").toString());
        assertThat(Samples.command(config, "litellm").workingDirectory())
                .isEqualTo(config.paths().runtimeDirectory());
        assertThat(config.services().get("cliproxyapi_plus"))
                .extracting(ServiceConfig::type)
                .isEqualTo(ServiceConfig.Type.PROCESS);
    }

    @Test
    void saysWhatHasNoEffectInAService() {
        String services = "litellm: {type: embedded, restart: always, command: {args: [a]}}";
        FlowGateConfig config = FlowGateConfig.parse(Samples.withServices(services), Path.of("/base"));

        assertThat(config.services().get("litellm"))
                .extracting(ServiceConfig::command)
                .isNull();
        assertThat(config.warnings())
                .extracting(ConfigProblem::message)
                .singleElement()
                .satisfies(message -> assertThat(message).contains("`command` is not used"));
        assertThat(Samples.service(config, "litellm").restart()).isEqualTo(ServiceConfig.RestartPolicy.ALWAYS);
    }

    @Test
    void theNameOfTheSupervisorIsTaken() {
        assertThat(Samples.errors(Samples.withServices("supervisor: {command: {args: [a]}}")))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("FlowGate's own process"));
    }

    @Test
    void commandsArgumentsStayAndItsFolderIsResolved() {
        CommandConfig command = Samples.command(
                Samples.parse(
                        Samples.withServices("other: {command: {args: [./x, -p, 80], cwd: sub, env: {A: 1, B: }}}")),
                "other");
        assertThat(command.args()).containsExactly("./x", "-p", "80");
        assertThat(command.workingDirectory()).isEqualTo(Samples.BASE.resolve("sub"));
        assertThat(command.environment()).containsEntry("A", "1").containsEntry("B", "");
    }

    @Test
    void dependenciesAreAListOrAMap() {
        FlowGateConfig config = Samples.parse(Samples.withServices("""
                litellm: {depends_on: [one, two]}
                one: {command: {args: [a]}}
                two: {command: {args: [a]}, depends_on: {one: exited0}}
                """));
        assertThat(Samples.service(config, "litellm").dependsOn()).containsOnlyKeys("one", "two");
        assertThat(Samples.service(config, "two").dependsOn())
                .containsEntry("one", ServiceConfig.DependencyCondition.EXITED0);
    }

    @Test
    void dependenciesInACircleAreShownAsAPath() {
        assertThat(Samples.errors(Samples.withServices("""
                        a: {command: {args: [a]}, depends_on: [b]}
                        b: {command: {args: [a]}, depends_on: {c: healthy}}
                        c: {command: {args: [a]}, depends_on: [a, d]}
                        """)))
                .containsExactly(
                        "services.a.depends_on: these services wait for each other: a -> b -> c -> a (remove one of"
                                + " the dependencies)",
                        "services.c.depends_on: there is no service `d`; the services are a, b, c (did you mean"
                                + " `a`?)");
    }

    @Test
    void oldWordsForBooleansAreReadWithAWarning() {
        String text = Samples.withServices("litellm: {enabled: off}");
        assertThat(Samples.service(Samples.parse(text), "litellm").enabled()).isFalse();
        assertThat(Samples.warnings(text))
                .containsExactly("services.litellm.enabled: read as false, as YAML 1.1 did; in YAML 1.2 it is text"
                        + " (write false)");
    }

    @Test
    void variableOutsideTheLiteLlmPartIsNoBoolean() {
        assertThat(Samples.errors(Samples.withServices("litellm: {enabled: os.environ/X}")))
                .hasSize(1);
    }

    @Test
    void emptySectionsCountAsAbsent() {
        FlowGateConfig config =
                Samples.parse(Samples.MINIMAL.replace("litellm: {}", "litellm:").replace("balanced: {}", "balanced:")
                        + "auth:\ncredentials:\nsecret_files:\n");
        assertThat(config.profiles()).containsOnlyKeys("balanced");
        assertThat(Samples.service(config, "litellm")).isEqualTo(ServiceConfig.embedded());
    }

    @Test
    void commentKeysAreAllowedEverywhere() {
        String text = Samples.MINIMAL
                        .replace("{runtime_dir", "{_comment: x, runtime_dir")
                        .replace("litellm: {}", "_comment_s: text\n  litellm: {_comment_1: [1]}")
                        .replace("{model: ", "{_comment: x, model: ")
                        .replace("balanced: {}", "_comment_p: x\n  balanced: {_comment: y}")
                + "_comment_end: true\n";
        FlowGateConfig config = Samples.parse(text);
        assertThat(config.warnings()).isEmpty();
        assertThat(config.services()).containsOnlyKeys("litellm");
        assertThat(config.document("balanced")).containsKey("_comment");
    }

    @Test
    void mergeKeysLayMapsUnderOnesOwn() {
        FlowGateConfig config = Samples.parse(Samples.withServices("""
                one: &one {command: {args: [a]}, port: 1, stop_timeout: 5}
                two: {<<: *one, port: 2}
                three: {<<: [{port: 3}, *one]}
                """));
        assertThat(Samples.service(config, "two").port()).isEqualTo(2);
        assertThat(Samples.service(config, "two").stopTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Samples.service(config, "three").port()).isEqualTo(3);
        assertThat(Samples.command(config, "three")).isNotNull();
    }
}
