package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.profile.ProfileActivator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCheckTest {
    private final ProfileCheck check = new ProfileCheck();

    @TempDir
    Path folder;

    private Examination examination;
    private Path state;
    private Path active;

    @BeforeEach
    void configure() throws Exception {
        examination = Examinations.demo(folder);
        state = folder.resolve(".router/runtime/state.json");
        active = folder.resolve(".router/runtime/litellm.active.yaml");
    }

    private void activate(String profile) {
        new ProfileActivator(Clock.systemUTC(), event -> {}).activate(examination.config(), profile);
    }

    @Test
    void noProfileWasSetYet() {
        assertThat(check.look(examination).isPassed()).isTrue();
        assertThat(check.look(examination).details()).containsEntry("current", "none");
        assertThat(check.fix(examination)).isEmpty();
    }

    @Test
    void aProfileInPlacePasses() {
        activate("cost");

        assertThat(check.look(examination).isPassed()).isTrue();
        assertThat(check.look(examination).warnings()).isEmpty();
        assertThat(check.look(examination).details()).containsEntry("current", "cost");
    }

    @Test
    void aMissingActiveConfigurationIsMadeAnew() throws Exception {
        activate("cost");
        Files.delete(active);

        assertThat(check.look(examination).problems())
                .extracting(Remark::command)
                .containsExactly("flowgate profile set cost");
        assertThat(check.fix(examination)).hasSize(1);

        assertThat(check.look(examination).isPassed()).isTrue();
        assertThat(active).isRegularFile();
    }

    @Test
    void aMissingStateIsMadeAnew() throws Exception {
        activate("cost");
        Files.delete(state);

        assertThat(check.look(examination).isPassed()).isFalse();
        assertThat(check.fix(examination)).hasSize(1);

        assertThat(check.look(examination).isPassed()).isTrue();
    }

    @Test
    void aBrokenStateAndAnEditedConfigurationAreLeftToTheUser() throws Exception {
        activate("cost");
        Files.writeString(active, "{}\n");
        assertThat(check.look(examination).isPassed()).isFalse();
        assertThat(check.fix(examination)).isEmpty();
        assertThat(active).hasContent("{}");

        Files.writeString(state, "{");
        assertThat(check.look(examination).problems())
                .extracting(Remark::command)
                .containsExactly("flowgate profile set balanced");
    }

    @Test
    void aProfileThatIsNotConfiguredAnyMoreFails() throws Exception {
        activate("cost");
        Files.writeString(state, Files.readString(state).replace("cost", "gone"));

        assertThat(check.look(examination).problems())
                .extracting(Remark::text)
                .singleElement()
                .asString()
                .contains("gone", "balanced, cost");
    }

    @Test
    void aConfigurationThatHasChangedSinceWarns() throws Exception {
        activate("balanced");
        String changed = Files.readString(folder.resolve("flowgate.yaml"))
                .replaceAll("(?s)^.*log_file: [^\n]*\n", "")
                .replace("hi}", "hello}");
        examination = Examinations.of(folder, changed);

        assertThat(check.look(examination).isPassed()).isTrue();
        assertThat(check.look(examination).warnings())
                .extracting(Remark::command)
                .containsExactly("flowgate profile set balanced");
    }
}
