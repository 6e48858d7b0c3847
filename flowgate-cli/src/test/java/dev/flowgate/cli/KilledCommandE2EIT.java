package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command is killed at any moment while it starts or stops the engine: one engine at most, and none after a stop. */
@Timeout(400)
class KilledCommandE2EIT {
    private static final int ROUNDS = Boolean.getBoolean("flowgate.faults") ? 20 : 2;
    private static final int LONGEST_MILLIS = 1500;

    @TempDir
    Path folder;

    private List<String> engines() throws IOException {
        List<String> engines = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String line = commandLine(process);
                if (line.contains(folder.toRealPath().toString())
                        && line.contains(" gateway run")
                        && !line.contains("shim.sh")) {
                    engines.add(line);
                }
            }
        }
        return engines;
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static void killAtRandom(Running command, Random random) throws InterruptedException {
        boolean ended = command.process().waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        command.process().destroyForcibly().waitFor();
        assertThat(ended && command.process().exitValue() != 0)
                .as("failed by itself")
                .isFalse();
    }

    @Test
    void leavesOneEngineAtMostAndNoneAfterAStop() throws Exception {
        Random random = new Random(4000);
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(FreePort.next()))) {
            for (int round = 0; round < ROUNDS; round++) {
                killAtRandom(flowgate.start("service", "start"), random);

                Result start = flowgate.run("service", "start");
                assertThat(start.exitCode()).as(start.err()).isZero();
                assertThat(engines()).hasSize(1);
                assertThat(flowgate.run("health").exitCode()).isZero();

                killAtRandom(flowgate.start("service", "stop"), random);
                Result stop = flowgate.run("service", "stop");
                assertThat(stop.out()).as(stop.err()).isEqualTo("litellm:stopped\n");
                await().untilAsserted(() -> assertThat(engines()).isEmpty());
            }
        }
    }
}
