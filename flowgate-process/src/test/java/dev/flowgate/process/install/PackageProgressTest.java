package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageProgressTest {
    private final List<String> told = new ArrayList<>();
    private final PackageProgress progress = new PackageProgress(
            3, each -> told.add(each.done() + " of " + each.total().orElseThrow() + " " + each.subject()));

    @Test
    void countsWhatPipFetchesAndThenSaysThatItInstalls() {
        progress.line("Ignoring uvloop: markers 'sys_platform != \"win32\"' don't match your environment");
        progress.line("Collecting aiohttp==3.12.15 (from -r requirements.txt (line 1))");
        progress.line("  Using cached aiohttp-3.12.15-cp311-cp311-manylinux_2_17_x86_64.whl (1.7 MB)");
        progress.line("Collecting zipp==3.23.0 (from -r requirements.txt (line 9))");
        progress.line("Installing collected packages: zipp, aiohttp");

        assertThat(told).containsExactly("1 of 2 aiohttp", "2 of 2 zipp", "2 of 2 putting them in place");
    }

    @Test
    void countsWhatUvInstalls() {
        progress.line("Resolved 2 packages in 12ms");
        progress.line("   Downloaded aiohttp");
        progress.line(" + aiohttp==3.12.15");
        progress.line(" + zipp==3.23.0");

        assertThat(told).containsExactly("0 of 2 aiohttp", "1 of 2 aiohttp", "2 of 2 zipp");
    }
}
