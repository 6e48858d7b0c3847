package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostProcessesTest {
    @Test
    void saysWhatToDoWhereServicesAreNotSupervised() {
        assertThat(HostProcesses.advice("Windows 11")).contains("WSL 2", "gateway run");
        assertThat(HostProcesses.advice("Mac OS X")).contains("gateway run").doesNotContain("WSL");
    }
}
