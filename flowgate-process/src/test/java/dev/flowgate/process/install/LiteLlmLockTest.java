package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiteLlmLockTest {
    private final LiteLlmLock lock = LiteLlmLock.bundled();

    @Test
    void pinsEachPackageToOneVersionAndItsHashes() {
        String joined = lock.text().replace("\\\n", " ");
        List<String> requirements = Arrays.stream(joined.split("\n", -1))
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();

        assertThat(requirements)
                .hasSize(lock.packages())
                .hasSizeGreaterThan(80)
                .allMatch(line ->
                        line.matches("[a-z0-9-]+==[0-9][0-9a-z.]*( ; [^#]+?)?(\\s+--hash=sha256:[0-9a-f]{64})+"))
                .anyMatch(line -> line.startsWith("litellm==" + LiteLlmReleases.VERSION + " "));
    }

    @Test
    void namesNoHost() {
        assertThat(lock.text()).doesNotContain("://", "--index", "--find-links", " @ ");
    }

    @Test
    void namesTheInstallationByItsOwnHash() {
        assertThat(lock.sha256()).matches("[0-9a-f]{64}");
        assertThat(lock.id()).isEqualTo("1.75.8-" + lock.sha256().substring(0, 8));
        assertThat(PythonRuntime.requirements()).isEqualTo(lock.text());
    }
}
