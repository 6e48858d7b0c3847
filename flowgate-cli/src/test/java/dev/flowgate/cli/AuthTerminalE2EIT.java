package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Logins at a real terminal, which {@code script} of util-linux provides. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class AuthTerminalE2EIT {
    private static final char CTRL_C = 3;

    @TempDir
    Path folder;

    private Distribution flowgate;

    @BeforeEach
    void configure() throws Exception {
        ExtensionJar.in(folder.resolve("methods"));
        flowgate = Distribution.in(folder)
                .with("FLOWGATE_EXTENSIONS", "methods")
                .with("TERM", "dumb")
                .configure(Configurations.auth(
                        "pastes: {method: scripted, script: paste}",
                        "asks: {method: scripted, script: ask}",
                        "waits: {method: scripted, script: wait}",
                        "keyed: {method: api_key}"));
    }

    @Test
    void asksForASecretWithoutShowingIt() throws Exception {
        try (Typist typist = new Typist("auth", "login", "asks")) {
            typist.awaitText("Secret word:");
            typist.type(ExtensionJar.RIGHT_ANSWER + "\n");

            assertThat(typist.end()).isZero();
            assertThat(typist.shown())
                    .contains("logged in to asks", " echo ")
                    .doesNotContain(ExtensionJar.RIGHT_ANSWER);
        }
    }

    @Test
    void takesAPastedAddressWhileItWaits() throws Exception {
        try (Typist typist = new Typist("auth", "login", "pastes")) {
            typist.awaitText("paste the address");
            typist.type(ExtensionJar.RIGHT_ANSWER + "\n");

            assertThat(typist.end()).isZero();
            assertThat(typist.shown()).contains("CODE-17", "logged in to pastes");
        }
    }

    @Test
    void ctrlCEndsTheLoginAndRestoresTheEcho() throws Exception {
        for (String provider : List.of("waits", "asks")) {
            try (Typist typist = new Typist("auth", "login", provider)) {
                typist.awaitText(provider.equals("asks") ? "Secret word:" : "waiting for up to 5 min 0 s");
                long start = System.nanoTime();
                typist.type(Character.toString(CTRL_C));

                assertThat(typist.end()).as(typist.shown()).isEqualTo(130);
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
                assertThat(typist.shown()).contains("Interrupted.", " echo ");
            }
        }
    }

    /** Types at a terminal in which a verb runs; after it, {@code stty} tells whether the terminal shows what is typed. */
    private final class Typist implements AutoCloseable {
        private final Process process;
        private final Path shown = folder.resolve("shown");

        Typist(String... words) throws IOException {
            Files.deleteIfExists(shown);
            String verb = String.join(" ", flowgate.command(words));
            Running running = flowgate.typing()
                    .start(List.of(
                            "env",
                            "--default-signal=INT",
                            "script",
                            "-qefc",
                            "sh -c 'trap : INT; " + verb + "; code=$?; stty -a; exit $code'",
                            shown.toString()));
            process = running.process();
        }

        void type(String text) throws IOException {
            OutputStream in = process.getOutputStream();
            in.write(text.getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        void awaitText(String text) {
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(shown()).contains(text));
        }

        int end() throws InterruptedException {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        String shown() throws IOException {
            return Files.exists(shown) ? Files.readString(shown, StandardCharsets.UTF_8) : "";
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
