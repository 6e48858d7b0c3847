package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.process.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServiceAdoptE2EIT {
    @TempDir
    Path folder;

    @Test
    void takesTheEngineOverAfterItsRecordWasLost() throws Exception {
        int port = FreePort.next();
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(port))) {
            String pid = flowgate.run("service", "start", "litellm").value("pid");
            Files.delete(folder.resolve(".router/runtime/services/litellm/record.json"));
            assertThat(flowgate.run("status").out()).contains("litellm_running=no");

            Result adopt = flowgate.run("service", "adopt", "litellm");

            assertThat(adopt.out()).as(adopt.err()).isEqualTo("litellm:adopted pid=" + pid + "\n");
            assertThat(flowgate.run("health").exitCode()).isZero();
            Result again = flowgate.run("service", "start");
            assertThat(again.out()).isEqualTo("litellm:started pid=" + pid + "\n");
            assertThat(flowgate.run("service", "stop").out()).isEqualTo("litellm:stopped\n");
            assertThat(flowgate.run("service", "adopt", "litellm").exitCode()).isEqualTo(1);
            assertThat(flowgate.run("service", "adopt").out()).isEqualTo("litellm:not-running\n");
        }
    }

    @Test
    void refusesAStrangerAndSaysWhy() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(holder.getLocalPort()))) {
            Result adopt = flowgate.run("service", "adopt", "litellm");

            assertThat(adopt.exitCode()).isEqualTo(1);
            assertThat(adopt.out()).isEqualTo("litellm:adopt-failed\n");
            assertThat(adopt.err())
                    .contains("pid " + ProcessHandle.current().pid(), "nothing proves that it was started as litellm");
        }
    }
}
