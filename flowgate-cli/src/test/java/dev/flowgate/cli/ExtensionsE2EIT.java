package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are dropped into an installed distribution. */
@Timeout(180)
class ExtensionsE2EIT {
    @TempDir
    Path folder;

    private Distribution flowgate;
    private Path extensions;

    @BeforeEach
    void copy() throws Exception {
        flowgate = Distribution.copiedTo(folder)
                .configure(Configurations.auth("mine: {method: scripted, script: open, poll_interval_seconds: 1}"));
        extensions = Files.createDirectories(folder.resolve("copy/extensions"));
    }

    @Test
    void addAMethodWithoutABuild() throws Exception {
        Result before = flowgate.run("auth", "login", "mine");
        assertThat(before.exitCode()).isEqualTo(2);
        assertThat(before.err()).contains("scripted");

        ExtensionJar.in(extensions);
        Result after = flowgate.run("auth", "login", "mine", "--no-browser");

        assertThat(after.exitCode()).as(after.err()).isZero();
        assertThat(after.value("oauth_status")).isEqualTo("ok");
    }

    @Test
    void thatAreBrokenAreToldAndTakeNothingDown() throws Exception {
        ExtensionJar.in(extensions);
        Path classless = ExtensionJar.broken(extensions);
        Path torn = Files.writeString(extensions.resolve("torn.jar"), "not a jar");
        flowgate.with("FLOWGATE_EXTENSIONS", folder.resolve("nowhere").toString());

        for (String verb : new String[] {"list", "status"}) {
            Result told = flowgate.run("auth", verb);

            assertThat(told.exitCode()).as(told.err()).isZero();
            assertThat(told.out()).contains("provider=mine");
            assertThat(told.err())
                    .contains("example.MissingMethod", torn.toString(), "FLOWGATE_EXTENSIONS is")
                    .doesNotContain(classless + " is not used");
        }
        assertThat(flowgate.run("auth", "login", "mine", "--no-browser").exitCode())
                .isZero();
        assertThat(flowgate.run("status").err()).isEmpty();
    }

    @Test
    void leaveTheArchiveUsableAndOtherVerbsAlone() throws Exception {
        ExtensionJar.in(extensions);
        Path classes = folder.resolve("classes.log");
        Distribution archived = Distribution.in(folder)
                .with("FLOWGATE_EXTENSIONS", extensions.toString())
                .with("FLOWGATE_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);

        assertThat(archived.run("status").exitCode()).isZero();

        assertThat(Files.readAllLines(classes))
                .anyMatch(line -> line.contains("dev.flowgate.cli.service.StatusCommand ")
                        && line.contains("shared objects file"))
                .noneMatch(line -> line.contains("dev.flowgate.auth") || line.contains("example."));
    }
}
