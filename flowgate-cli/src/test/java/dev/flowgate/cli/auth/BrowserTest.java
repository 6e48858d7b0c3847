package dev.flowgate.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
    private static final URI URL = URI.create("https://login.example/?a=1&b=ü");

    @TempDir
    Path folder;

    @Test
    void takesTheFirstOfTheNamedBrowsers() {
        assertThat(command(Map.of("BROWSER", "my-browser --new : other")))
                .containsExactly("my-browser", "--new", "https://login.example/?a=1&b=%C3%BC");
        assertThat(command(Map.of("BROWSER", "open-in %s --quiet")))
                .containsExactly("open-in", "https://login.example/?a=1&b=%C3%BC", "--quiet");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void wantsADesktopAndItsProgram() throws IOException {
        program("xdg-open");
        String path = folder.toString();

        assertThat(Browser.find(Map.of("PATH", path))).isNull();
        assertThat(Browser.find(Map.of("PATH", "/nowhere", "DISPLAY", ":0"))).isNull();
        assertThat(command(Map.of("PATH", path, "DISPLAY", ":0"))).startsWith("xdg-open");
        assertThat(command(Map.of("PATH", path, "WAYLAND_DISPLAY", "wayland-0")))
                .startsWith("xdg-open");

        program("setsid");
        assertThat(command(Map.of("PATH", path, "DISPLAY", ":0"))).startsWith("setsid", "xdg-open");
    }

    @Test
    void opensAddressesOfTheWebAlone() {
        Browser browser = Objects.requireNonNull(Browser.find(Map.of("BROWSER", "/bin/true")));

        assertThat(browser.open(URI.create("file:///etc/passwd"))).isFalse();
        assertThat(browser.open(URI.create("kiro://authenticate"))).isFalse();
        assertThat(browser.open(URI.create("--option"))).isFalse();
    }

    private void program(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static List<String> command(Map<String, String> environment) {
        return Objects.requireNonNull(Browser.find(environment)).command(URL);
    }
}
