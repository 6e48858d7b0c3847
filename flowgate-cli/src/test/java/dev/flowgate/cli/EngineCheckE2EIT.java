package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code engine check}, with the embedded engine itself in the place of a real LiteLLM. */
@Timeout(180)
class EngineCheckE2EIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONFIGURATION = Configurations.PATHS + """
            services:
              litellm: {type: embedded, port: 4000}
            litellm_base:
              model_list:
                - model_name: smart
                  litellm_params: {model: openai/gpt-4o, api_base: https://upstream.invalid/v1, api_key: os.environ/KEY}
                - model_name: local
                  litellm_params: {model: ollama/llama3}
              general_settings: {master_key: os.environ/ROUTER_KEY}
            profiles:
              balanced: {}
            """;

    @TempDir
    Path folder;

    private Distribution flowgate;

    @BeforeEach
    void configure() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        flowgate = Distribution.in(folder)
                .with("FLOWGATE_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary)
                .configure(CONFIGURATION);
    }

    @Test
    void findsNothingWhereBothAnswerTheSame() throws Exception {
        Path same = engine("cat");

        Result text = flowgate.run("--format", "text", "engine", "check", "--all", "--litellm", same.toString());
        Result kv = flowgate.run(
                "--format", "kv", "engine", "check", "--only", "chat,model:smart:chat", "--litellm", same.toString());

        assertThat(text.exitCode()).as(text.out() + text.err()).isZero();
        assertThat(text.out())
                .containsPattern("(?m)^chat-500 +500 +500 +same$")
                .containsPattern("(?m)^model:smart:chat-stream +200 +200 +same$")
                .contains("no longer differs: status (An unknown model is 404")
                .contains("left out model local: provider ollama cannot be stood in for")
                .containsPattern("answered the same, 0 differently as documented, 0 differently and unexplained\\.");
        assertThat(kv.exitCode()).isZero();
        assertThat(kv.out())
                .contains("engine_check:chat=same litellm_status=200 flowgate_status=200\n")
                .contains("engine_check:model:smart:chat=same litellm_status=200 flowgate_status=200\n")
                .contains("same=2 known=0 differs=0");
        assertThat(temporaryFolders()).isEmpty();
    }

    @Test
    void failsWhereTheyAnswerDifferently() throws Exception {
        Path other = engine("sed s#openai/answer-500#openai/answer-503#");

        Result result = flowgate.run(
                "--format", "kv", "engine", "check", "--only", "chat,chat-500", "--litellm", other.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("engine_check:chat=same")
                .contains("engine_check:chat-500=differs litellm_status=503 flowgate_status=500"
                        + " difference='status: LiteLLM has 503, FlowGate has 500'");
    }

    @Test
    void saysHowToInstallWhatIsMissing() throws Exception {
        Result missing = flowgate.run("engine", "check");
        Result wrong = flowgate.run("engine", "check", "--litellm", "nowhere/litellm");

        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("runtime/bin/litellm", "bootstrap download litellm");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--litellm nowhere/litellm is no program that can be executed.");
    }

    @Test
    void refusesCasesThatDoNotExist() throws Exception {
        Result result = flowgate.run(
                "engine",
                "check",
                "--only",
                "nothing",
                "--litellm",
                engine("cat").toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("There is no case nothing.");
    }

    @Test
    void tellsWhatALiteLlmThatFailsSaid() throws Exception {
        Path failing = program("echo no such module; exit 3");

        Result result = flowgate.run("engine", "check", "--only", "chat", "--litellm", failing.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("A temporary LiteLLM could not be started", "it ended before it was ready, with exit code 3")
                .containsOnlyOnce("no such module")
                .as("its folder, which is gone by now")
                .doesNotContain("flowgate-engine-check-");
    }

    @Test
    void leavesNothingAfterCtrlC() throws Exception {
        Running check = startEndless();
        long litellm = pid();

        new ProcessBuilder("kill", "-INT", Long.toString(check.process().pid()))
                .start()
                .waitFor();

        assertThat(check.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(check.result().exitCode()).as(check.err()).isEqualTo(130);
        assertThat(Processes.runs(litellm)).isFalse();
        assertThat(temporaryFolders()).isEmpty();
    }

    @Test
    void leavesNoProcessAfterAKill() throws Exception {
        Running check = startEndless();
        long litellm = pid();

        Processes.kill(check.process().pid());

        await().atMost(PATIENCE).until(() -> !Processes.runs(litellm));
    }

    private Running startEndless() throws IOException {
        Path endless = program("echo $$ > '" + folder.resolve("pid.new") + "'; mv '" + folder.resolve("pid.new") + "' '"
                + folder.resolve("pid") + "'; exec sleep 600");
        return flowgate.interruptible("engine", "check", "--only", "chat", "--litellm", endless.toString());
    }

    private long pid() throws IOException {
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("pid")));
        return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    }

    /** An engine with LiteLLM's options, whose document goes through a filter first. */
    private Path engine(String filter) throws IOException {
        String begin = "{\"config_version\":2,\"paths\":{\"runtime_dir\":\"runtime\",\"active_config\":\"active.yaml\","
                + "\"state_file\":\"state.json\",\"log_file\":\"flowgate.log\"},\"services\":{\"litellm\":"
                + "{\"type\":\"embedded\"}},\"profiles\":{\"check\":{}},\"litellm_base\":";
        return program("""
                while [ $# -gt 0 ]; do
                  case $1 in --config) config=$2 ;; --host) host=$2 ;; --port) port=$2 ;; esac
                  shift 2
                done
                { printf '%%s' '%s'; %s < "$config"; echo '}'; } > flowgate.yaml
                FLOWGATE_JAVA='%s' exec '%s' --config flowgate.yaml gateway run --host "$host" --port "$port"
                """.formatted(
                        begin,
                        filter,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        flowgate.command().get(0)));
    }

    private Path program(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("litellm"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Stream<String> temporaryFolders() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("flowgate-engine-check"))
                    .toList()
                    .stream();
        }
    }
}
