package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.file.AtomicFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsCheckTest {
    private static final String CONFIGURATION = """
            services: {litellm: {type: embedded}}
            auth: {providers: {mine: {method: api_key}, unused: {method: api_key}}}
            litellm_base: {model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: flowgate/mine}}]}
            profiles: {balanced: {}}
            """;

    @TempDir
    Path folder;

    @Test
    void aLoginThatModelsUseIsNeededAndNoOther() throws Exception {
        Finding finding = new LoginsCheck().look(Examinations.of(folder, CONFIGURATION));

        assertThat(finding.details()).containsEntry("logged_in", "none");
        assertThat(finding.problems()).extracting(Remark::command).containsExactly("flowgate auth login mine");
    }

    @Test
    void aLoginThatHasExpiredAndCannotBeRenewedFails() throws Exception {
        Examination examination = Examinations.of(folder, CONFIGURATION);
        Path file = examination.config().paths().credentialDirectory().resolve("mine.json");
        AtomicFile.write(file, "{\"access_token\": \"k-1\", \"expires_at\": \"2026-11-22T09:59:59Z\"}");

        Finding finding = new LoginsCheck().look(examination);

        assertThat(finding.details()).containsEntry("logged_in", "mine");
        assertThat(finding.problems()).extracting(Remark::command).containsExactly("flowgate auth login mine");
        assertThat(finding.problems().get(0).text())
                .contains("2026-11-22T09:59:59Z")
                .doesNotContain("k-1");
    }

    @Test
    void aGoodLoginPasses() throws Exception {
        Examination examination = Examinations.of(folder, CONFIGURATION);
        Path file = examination.config().paths().credentialDirectory().resolve("mine.json");
        AtomicFile.write(file, "{\"access_token\": \"k-1\"}");

        assertThat(new LoginsCheck().look(examination).isPassed()).isTrue();
    }
}
