package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LauncherE2EIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("flowgate.distribution"));

    @TempDir
    Path folder;

    @Test
    void saysInOneLineWhatToDoAboutJava() throws Exception {
        for (String java : new String[] {"/nowhere/bin/java", fakeJava("11.0.2").toString()}) {
            try (Distribution flowgate = Distribution.in(folder).with("FLOWGATE_JAVA", java)) {
                Result result = flowgate.run("--version");

                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(result.out()).isEmpty();
                assertThat(result.err().lines())
                        .singleElement()
                        .asString()
                        .contains(java, "17 or newer", "FLOWGATE_JAVA");
            }
        }
    }

    @Test
    void worksThroughALinkAndFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("fg"), DISTRIBUTION.resolve("bin/flowgate"));
        Process process = new ProcessBuilder(link.toString(), "--version")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("flowgate ");
    }

    @Test
    void anArchiveThatDoesNotFitChangesNothing() throws Exception {
        try (Distribution flowgate = Distribution.in(folder)) {
            Result plain = flowgate.run("profile", "--help");
            Result version = flowgate.run("--version");
            assertThat(plain.err()).isEmpty();
            assertThat(version.exitCode()).isZero();
        }
        Path copy = copyOfDistribution();
        String build = System.getProperty("java.runtime.version");
        Files.writeString(copy.resolve("lib/flowgate-" + build + ".jsa"), "not an archive");
        Process process = new ProcessBuilder(copy.resolve("bin/flowgate").toString(), "--version").start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("flowgate ");
    }

    @Test
    void theArchivesAreMadeInAStepOfTheirOwn() throws Exception {
        Path copy = copyOfDistribution();
        Process process = new ProcessBuilder(
                        copy.resolve("bin/flowgate-archive").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line).startsWith("archive=");
            assertThat(Path.of(line.substring("archive=".length()))).isNotEmptyFile();
        });
    }

    @Test
    void theCompletionScriptIsPartOfTheDistribution() {
        assertThat(DISTRIBUTION.resolve("completions/flowgate.bash"))
                .content()
                .contains("complete", "profile", "--config", "import-headless", "--poll-interval");
    }

    private Path copyOfDistribution() throws IOException, InterruptedException {
        Path copy = folder.resolve("copy");
        new ProcessBuilder("cp", "-r", "-p", DISTRIBUTION.toString(), copy.toString())
                .start()
                .waitFor();
        return copy;
    }

    /** Something that is laid out like an older Java. */
    private Path fakeJava(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("java-" + version));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return java;
    }
}
