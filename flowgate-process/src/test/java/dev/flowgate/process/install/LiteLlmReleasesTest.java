package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteLlmReleasesTest {
    @TempDir
    private Path folder;

    private Path environment;

    @BeforeEach
    void environment() throws IOException {
        environment = Files.createDirectories(folder.resolve("an environment"));
        Files.createDirectories(environment.resolve("bin"));
        Files.createDirectories(environment.resolve("lib/python3.12/site-packages/litellm-1.82.7.dist-info"));
        Files.createDirectories(environment.resolve("lib/python3.12/site-packages/litellm_enterprise-0.1.dist-info"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.82.7", "1.82.8"})
    void refusesStolenReleases(String version) {
        assertThat(LiteLlmReleases.refusal(version).orElseThrow())
                .startsWith("LiteLLM " + version)
                .contains("stolen account")
                .contains("flowgate bootstrap download");
    }

    @ParameterizedTest
    @ValueSource(strings = {LiteLlmReleases.VERSION, "1.82.6", "1.83.0", "1.82.70", ""})
    void acceptsOthers(String version) {
        assertThat(LiteLlmReleases.refusal(version)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!@/bin/python3.12\nimport re\n",
                "#! @/bin/python -E\n",
                "#!/bin/sh\n'''exec' \"@/bin/python\" \"$0\" \"$@\"\n' '''\n",
                "#!/bin/sh\nunset PYTHONHOME\nexec '@/bin/python' -s '@/bin/litellm' \"$@\"\n"
            })
    void findsTheVersionBehindAScript(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("litellm"), text.replace("@", plain().toString()));

        assertThat(LiteLlmReleases.installedVersion(script)).contains("1.82.7");
        assertThat(LiteLlmReleases.refusal(script)).isPresent();
    }

    @Test
    void findsTheVersionThroughLinks() throws IOException {
        Path script = Files.writeString(
                environment.resolve("bin/litellm"),
                "#!/bin/sh\n'''exec' \"" + environment + "/bin/python\" \"$0\" \"$@\"\n");
        Path first = Files.createSymbolicLink(folder.resolve("first"), script);
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));
        assertThat(first).isSymbolicLink();

        assertThat(LiteLlmReleases.installedVersion(second)).contains("1.82.7");
    }

    @Test
    void findsTheVersionBesideAProgramThatDoesNotSay() throws IOException {
        Path script = Files.write(environment.resolve("bin/litellm"), new byte[] {0x7f, 'E', 'L', 'F', 0, (byte) 0xff});

        assertThat(LiteLlmReleases.installedVersion(script)).contains("1.82.7");
    }

    @Test
    void doesNotFollowTheLinkThatAnInterpreterIs() throws IOException {
        Path system = Files.writeString(folder.resolve("python3.12"), "");
        Path python = Files.createSymbolicLink(environment.resolve("bin/python"), system);

        assertThat(LiteLlmReleases.installedVersion(python)).contains("1.82.7");
        assertThat(LiteLlmReleases.installedVersion(system)).isEmpty();
    }

    @Test
    void findsTheVersionWhereDebianPutsIt() throws IOException {
        Files.createDirectories(folder.resolve("usr/lib/python3/dist-packages/litellm-1.70.1.dist-info"));
        Path python = folder.resolve("usr/bin/python3");

        assertThat(LiteLlmReleases.installedVersion(python)).contains("1.70.1");
    }

    @Test
    void saysNothingOfWhatItCannotTell() throws IOException {
        Path script = Files.writeString(folder.resolve("litellm"), "#!/usr/bin/env python3\n");

        assertThat(LiteLlmReleases.installedVersion(script)).isEmpty();
        assertThat(LiteLlmReleases.installedVersion(folder.resolve("missing"))).isEmpty();
        assertThat(LiteLlmReleases.installedVersion(folder)).isEmpty();
        assertThat(LiteLlmReleases.installedVersion(Path.of("/"))).isEmpty();
        assertThat(LiteLlmReleases.refusal(script)).isEmpty();
    }

    @Test
    void findsWhatAStolenReleaseLeftBehind() throws IOException {
        Path packages = Files.createDirectories(folder.resolve("cleaned/lib/python3.11/site-packages"));
        Files.createDirectories(packages.resolve("litellm-1.82.6.dist-info"));
        Path python = folder.resolve("cleaned/bin/python");
        assertThat(LiteLlmReleases.refusal(python)).isEmpty();

        Files.writeString(packages.resolve("litellm_init.pth"), "");

        assertThat(LiteLlmReleases.refusal(python).orElseThrow())
                .startsWith(packages.resolve("litellm_init.pth").toString());
    }

    /** The same environment by a path without a blank, because a first line of a script ends at one. */
    private Path plain() throws IOException {
        Path link = folder.resolve("environment");
        return Files.exists(link) ? link : Files.createSymbolicLink(link, environment);
    }
}
