package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The checks of a git repository, with the real program. */
@Timeout(60)
class GitChecksIT {
    private static final String MODELS = """
            litellm_base: {model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: %s}}]}
            profiles: {balanced: {}}
            """;

    @TempDir
    Path folder;

    private Examination examination(String key) throws IOException {
        return Examinations.models(folder, Map.of("PATH", System.getenv("PATH")), MODELS.formatted(key));
    }

    private void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void nothingIsLookedAtOutsideARepositoryOrWithoutGit() throws Exception {
        assertThat(new TrackedSecretsCheck().look(examination("os.environ/K")).skipped())
                .contains("git repository");
        assertThat(new IgnoreRulesCheck().look(examination("os.environ/K")).skipped())
                .contains("git repository");
        assertThat(new TrackedSecretsCheck()
                        .look(Examinations.models(folder, Map.of(), MODELS.formatted("k")))
                        .skipped())
                .contains("git is not installed");
    }

    @Test
    void trackedSecretsAreFoundAndTakenOutByTheirCommand() throws Exception {
        run(List.of("git", "init", "-q"));
        Examination examination = examination("sk-own-key");
        file(".env", "K=1");
        file(".env.example", "K=");
        file("tls/server.pem", "-----BEGIN PRIVATE KEY-----\n");
        file("tls/ca.pem", "-----BEGIN CERTIFICATE-----\n");
        file("own's.key", "k");
        file("auths/codex.json", "{}");
        file("docs/readme.md", "x");
        run(List.of("git", "add", "-A"));

        Finding finding = new TrackedSecretsCheck().look(examination);

        assertThat(finding.details()).containsEntry("issues", "5");
        assertThat(finding.problems())
                .extracting(Remark::text)
                .containsExactlyInAnyOrder(
                        "git tracks .env, which holds a secret",
                        "git tracks tls/server.pem, which holds a secret",
                        "git tracks own's.key, which holds a secret",
                        "git tracks auths/codex.json, which holds a secret",
                        "git tracks flowgate.yaml, which holds a secret");
        for (Remark problem : finding.problems()) {
            run(List.of("sh", "-c", String.valueOf(problem.command())));
        }
        assertThat(new TrackedSecretsCheck().look(examination).isPassed()).isTrue();
        assertThat(folder.resolve("own's.key")).hasContent("k");
    }

    @Test
    void missingRulesAreAddedByTheirCommand() throws Exception {
        run(List.of("git", "init", "-q"));
        Files.writeString(folder.resolve(".gitignore"), "target/");
        Examination examination = examination("os.environ/K");
        assertThat(new IgnoreRulesCheck().look(examination).isPassed()).isTrue();
        assertThat(new IgnoreRulesCheck().look(examination).warnings()).hasSize(1);

        Files.createDirectories(folder.resolve(".router"));
        Finding finding = new IgnoreRulesCheck().look(examination);

        assertThat(finding.problems())
                .extracting(Remark::text)
                .containsExactly(
                        "git does not ignore what may hold secrets: /.router/, /cliproxyapi.yaml, *.key, .env");
        run(List.of("sh", "-c", String.valueOf(finding.problems().get(0).command())));
        assertThat(new IgnoreRulesCheck().look(examination).isPassed()).isTrue();
        assertThat(new IgnoreRulesCheck().look(examination).warnings()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve(".gitignore"))).startsWith("target/", "/.router/");
    }

    @Test
    void aConfigurationWithSecretsIsToBeIgnoredToo() throws Exception {
        run(List.of("git", "init", "-q"));

        assertThat(new IgnoreRulesCheck().look(examination("sk-own-key")).problems())
                .singleElement()
                .extracting(Remark::text)
                .asString()
                .contains("/flowgate.yaml");
    }
}
