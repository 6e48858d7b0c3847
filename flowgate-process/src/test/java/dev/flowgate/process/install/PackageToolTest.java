package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageToolTest {
    @TempDir
    private Path folder;

    private FakePython fake;

    @BeforeEach
    void programs() throws IOException {
        fake = new FakePython(folder);
    }

    @Test
    void takesUvWhenItIsOnThePath() throws IOException {
        assertThat(PackageTool.choose(fake.environment())).isEqualTo(new PackageTool.Pip());
        Path uv = fake.uv();

        assertThat(PackageTool.choose(fake.environment())).isEqualTo(new PackageTool.Uv(uv));
    }

    @Test
    void takesPipWhereItsSettingsSayWherePackagesComeFrom() throws IOException {
        fake.uv();
        Path settings = Files.writeString(folder.resolve("pip.conf"), "[global]\n");

        assertThat(PackageTool.choose(fake.environment("PIP_INDEX_URL", "https://mirror.example/simple")))
                .isEqualTo(new PackageTool.Pip());
        assertThat(PackageTool.choose(fake.environment("PIP_CONFIG_FILE", settings.toString())))
                .isEqualTo(new PackageTool.Pip());
    }

    @Test
    void ignoresFoldersThatAreRelative() throws IOException {
        fake.uv();
        String relative = Path.of("")
                .toAbsolutePath()
                .relativize(folder.resolve("programs"))
                .toString();

        assertThat(PackageTool.choose(Map.of("PATH", relative + ":", "PIP_CONFIG_FILE", "/dev/null")))
                .isEqualTo(new PackageTool.Pip());
    }

    @Test
    void keepsNothingOfIndexesWhenAFolderIsGiven() {
        Map<String, String> bare = ToolEnvironment.withoutIndexes(ToolEnvironment.of(Map.of(
                "PIP_INDEX_URL", "https://mirror.example/simple",
                "UV_INDEX", "https://mirror.example/simple",
                "UV_CACHE_DIR", "/cache",
                "HOME", "/home/somebody",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "PYTHONSTARTUP", "/elsewhere")));

        assertThat(bare)
                .containsOnly(
                        Map.entry("HOME", "/home/somebody"),
                        Map.entry("UV_CACHE_DIR", "/cache"),
                        Map.entry("PIP_CONFIG_FILE", "/dev/null"),
                        Map.entry("UV_NO_CONFIG", "1"),
                        Map.entry("UV_PYTHON_DOWNLOADS", "never"));
    }
}
