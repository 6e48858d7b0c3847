package dev.flowgate.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.FlowGateException;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileActivatorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final String CONFIGURATION = """
            paths:
              runtime_dir: runtime
              active_config: runtime/litellm.active.yaml
              state_file: runtime/state.json
              log_file: flowgate.log
            services:
              litellm: {type: embedded}
            credentials:
              upstream:
                main: {file: upstream.key}
            litellm_base:
              model_list:
                - model_name: one
                  litellm_params: {model: openai/one, api_base: "http://127.0.0.1:1/v1", api_key_ref: main}
              router_settings: {num_retries: 1}
            profiles:
              first: {}
              balanced:
                router_settings: {num_retries: 2}
            """;

    @TempDir
    Path folder;

    private final List<FlowGateEvent> events = new ArrayList<>();
    private final ProfileActivator activator = new ProfileActivator(CLOCK, events::add);
    private FlowGateConfig config;

    @BeforeEach
    void load() throws IOException {
        Files.writeString(folder.resolve("upstream.key"), "key-of-the-upstream\n");
        config = FlowGateConfig.parse(CONFIGURATION, folder);
    }

    @Test
    void writesTheMergedConfigurationAndTheState() {
        ProfileState state = activator.activate(config, "balanced");

        assertThat(config.paths().activeConfig()).hasContent("""
                        {
                          "model_list": [
                            {
                              "litellm_params": {
                                "api_base": "http://127.0.0.1:1/v1",
                                "api_key": "key-of-the-upstream",
                                "model": "openai/one"
                              },
                              "model_name": "one"
                            }
                          ],
                          "router_settings": {
                            "num_retries": 2
                          }
                        }
                        """);
        assertThat(FilePermissions.exposure(config.paths().activeConfig())).isEmpty();
        assertThat(ProfileState.read(config.paths().stateFile())).hasValue(state);
        assertThat(state.currentProfile()).isEqualTo("balanced");
        assertThat(state.updatedAt()).isEqualTo("2026-03-04T05:06:07Z");
        assertThat(events)
                .containsExactly(FlowGateEvent.of("profile_switch")
                        .withProfile("balanced")
                        .withResult("success"));
    }

    @Test
    void refusesAnUnknownProfileAndNamesTheKnownOnes() {
        assertThatThrownBy(() -> activator.activate(config, "blanced"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("blanced")
                .hasMessageContaining("balanced");
        assertThat(config.paths().stateFile()).doesNotExist();
        assertThat(events).isEmpty();
    }

    @Test
    void keepsTheOldProfileWhenTheNewOneCannotBeWritten() throws IOException {
        activator.activate(config, "first");
        ProfileState before = ProfileState.read(config.paths().stateFile()).orElseThrow();
        Files.delete(config.paths().activeConfig());
        Files.createDirectories(config.paths().activeConfig().resolve("in the way"));

        assertThatThrownBy(() -> activator.activate(config, "balanced"))
                .isInstanceOf(FlowGateException.class)
                .hasMessageContaining("cannot be written");
        assertThat(ProfileState.read(config.paths().stateFile())).hasValue(before);
        assertThat(events).last().extracting(FlowGateEvent::result).isEqualTo("failed");
    }

    @Test
    void recognisesASwitchThatWasCutOff() throws IOException {
        ProfileState state = activator.activate(config, "first");
        assertThat(ProfileActivator.isComplete(config.paths(), state)).isTrue();
        assertThat(ProfileActivator.isCurrent(config, state)).isTrue();

        Files.writeString(config.paths().activeConfig(), "{\"of\": \"the next profile\"}");

        assertThat(ProfileActivator.isComplete(config.paths(), state)).isFalse();
        assertThat(ProfileActivator.isCurrent(config, state)).isFalse();
    }

    @Test
    void readsTheStateOfTheEarlierTool() throws IOException {
        Files.createDirectories(config.paths().stateFile().getParent());
        Files.writeString(
                config.paths().stateFile(),
                "{\n  \"current_profile\": \"first\",\n  \"updated_at\": \"2026-02-19T11:02:18.123456+00:00\"\n}");

        assertThat(ProfileActivator.currentOrDefault(config)).isEqualTo("first");
    }

    @Test
    void choosesBalancedUntilAProfileWasSet() throws IOException {
        assertThat(ProfileActivator.currentOrDefault(config)).isEqualTo("balanced");

        Files.createDirectories(config.paths().stateFile().getParent());
        Files.writeString(config.paths().stateFile(), "{\"current_profile\": \"gone\"}");
        assertThat(ProfileActivator.currentOrDefault(config)).isEqualTo("balanced");
    }

    @Test
    void saysWhatToDoAboutABrokenStateFile() throws IOException {
        Files.createDirectories(config.paths().stateFile().getParent());
        Files.writeString(config.paths().stateFile(), "{\"current_prof");

        assertThatThrownBy(() -> ProfileState.read(config.paths().stateFile()))
                .isInstanceOf(FlowGateException.class)
                .hasMessageContaining("profile set NAME");
    }
}
