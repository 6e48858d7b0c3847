package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SmokeE2EIT {
    private static final String NOT_RUNNING = "litellm_running=no";

    @TempDir
    Path folder;

    @Test
    void triesEverythingOutAndLeavesNothingBehind() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(FreePort.next()))) {
            Result smoke = flowgate.run("smoke", "--profile", "cost");

            assertThat(smoke.exitCode()).as(smoke.out() + smoke.err()).isZero();
            assertThat(smoke.out().lines().map(line -> line.replaceFirst(" ms=\\d+$", "")))
                    .containsExactly(
                            "smoke:bootstrap=pass needed=none installed=none",
                            "smoke:profile=pass profile=cost",
                            "smoke:start=pass started=litellm already_running=none",
                            "smoke:models=pass models=1",
                            "smoke:completion=pass model=demo answer='from cost'",
                            "smoke:stop=pass stopped=litellm",
                            "smoke:restore=pass profile=balanced");
            assertThat(flowgate.run("status").out()).contains("current_profile=balanced", NOT_RUNNING);
        }
    }

    @Test
    void leavesWhatRunsAloneAndGivesItsProfileBack() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(FreePort.next()))) {
            long pid = flowgate.run("up").pid("litellm");

            Result smoke = flowgate.run("smoke", "--profile", "cost", "--format", "json");

            assertThat(smoke.exitCode()).as(smoke.out() + smoke.err()).isZero();
            assertThat(smoke.out())
                    .contains("\"ok\": true", "\"already_running\": \"litellm\"", "\"answer\": \"from cost\"")
                    .contains("\"stopped\": \"none\"");
            assertThat(flowgate.run("status").out())
                    .contains("current_profile=balanced", "litellm_running=yes", "litellm_pid=" + pid);
            assertThat(flowgate.run("smoke").out()).contains("answer='from balanced'");
        }
    }

    @Test
    void namesTheModelsThereAreWhenTheOneItIsToAskIsNone() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(FreePort.next()))) {
            Result smoke = flowgate.run("smoke", "--model", "gone");

            assertThat(smoke.exitCode()).isEqualTo(1);
            assertThat(smoke.out())
                    .contains("smoke:completion=fail model=gone", "suggestion='--model has to be one of: demo'")
                    .contains("smoke:stop=pass stopped=litellm");
            assertThat(flowgate.run("status").out()).contains(NOT_RUNNING);
        }
    }

    @Test
    void saysWhoHoldsThePort() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(holder.getLocalPort()))) {
            Result smoke = flowgate.run("smoke", "--profile", "cost");

            assertThat(smoke.exitCode()).isEqualTo(1);
            assertThat(smoke.out())
                    .contains("smoke:start=fail port=" + holder.getLocalPort() + " pid="
                            + ProcessHandle.current().pid() + " command=")
                    .contains("or change services.litellm.port in config/flowgate.yaml'")
                    .contains("smoke:restore=pass profile=balanced");
            assertThat(flowgate.run("status").out()).contains("current_profile=balanced", NOT_RUNNING);
        }
    }

    @Test
    void showsWhatAServiceSaidThatDoesNotBecomeReady() throws Exception {
        String yaml = Configurations.demo(FreePort.next()).replace("services:\n", """
                        services:
                          mute:
                            port: %d
                            command: {args: [/bin/sh, -c, "echo the reason; while :; do sleep 1; done"]}
                            depends_on: {litellm: healthy}
                        """.formatted(FreePort.next()));
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Result smoke = flowgate.run("smoke", "--startup-timeout", "10", "--format", "text");

            assertThat(smoke.exitCode()).isEqualTo(1);
            assertThat(smoke.out())
                    .contains(
                            "✗ start       mute was not ready within 10.0 s",
                            "The end of the log of mute:",
                            "the reason")
                    .contains("Next: ", "smoke --startup-timeout 20")
                    .contains("✓ stop        stopped litellm");
            assertThat(flowgate.run("status").out()).contains("mute_running=no", NOT_RUNNING);
        }
    }

    @Test
    void saysWhatTheRouterSaysOfAnUpstreamThatIsDownAndPresentsTheMasterKey() throws Exception {
        String upstream = "http://127.0.0.1:" + FreePort.next();
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.proxied(FreePort.next(), upstream))
                .with("UPSTREAM_KEY", "key-for-the-upstream")
                .with("ROUTER_KEY", "key-for-the-router")) {
            Result smoke = flowgate.run("smoke", "--model", "smart");

            assertThat(smoke.exitCode()).isEqualTo(1);
            assertThat(smoke.out())
                    .contains("smoke:models=pass models=3", "smoke:completion=fail model=smart")
                    .contains("service=litellm", "answered 50", "route explain")
                    .contains("smoke:stop=pass stopped=litellm");
            assertThat(smoke.out() + smoke.err()).doesNotContain("key-for-the-router", "key-for-the-upstream");
        }
    }

    @Test
    void goesTheWayBackAfterCtrlC() throws Exception {
        String yaml = Configurations.demo(FreePort.next()).replace("services:\n", """
                        services:
                          slow:
                            port: %d
                            command: {args: [/bin/sh, -c, "while :; do sleep 1; done"]}
                            depends_on: {litellm: healthy}
                        """.formatted(FreePort.next()));
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Running smoke = flowgate.interruptible("smoke", "--profile", "cost");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> flowgate.run("status").out().contains("slow_running=yes"));

            new ProcessBuilder(
                            "/bin/kill", "-INT", String.valueOf(smoke.process().pid()))
                    .start()
                    .waitFor();

            assertThat(smoke.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(smoke.result().exitCode()).as(smoke.err()).isEqualTo(130);
            assertThat(smoke.out()).contains("smoke:stop=pass stopped=litellm", "smoke:restore=pass profile=balanced");
            assertThat(flowgate.run("status").out())
                    .contains("current_profile=balanced", "slow_running=no", NOT_RUNNING);
        }
    }

    @Test
    void beginsNothingWithoutTheProgramsOfItsServices() throws Exception {
        String yaml = Configurations.demo(FreePort.next())
                        .replace("services:\n", "services:\n  cliproxyapi_plus: {enabled: true}\n")
                + "bootstrap: {cliproxyapi_plus: {api: \"http://127.0.0.1:" + FreePort.next() + "\"}}\n";
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Result smoke = flowgate.run("smoke", "--profile", "cost");

            assertThat(smoke.exitCode()).isEqualTo(1);
            assertThat(smoke.out()).startsWith("smoke:bootstrap=fail ").hasLineCount(1);
            assertThat(flowgate.run("status").out()).contains(NOT_RUNNING).doesNotContain("current_profile=cost");
        }
    }

    @Test
    void beginsNothingWithAMistakeOnTheCommandLine() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(FreePort.next()))) {
            Result profile = flowgate.run("smoke", "--profile", "gone");
            assertThat(profile.exitCode()).isEqualTo(2);
            assertThat(profile.err()).contains("gone", "balanced", "cost");

            Result patience = flowgate.run("smoke", "--startup-timeout", "0");
            assertThat(patience.exitCode()).isEqualTo(2);
            assertThat(patience.err()).contains("--startup-timeout has to be 1 to 3600 seconds, not 0");
            assertThat(folder.resolve(".router/runtime/state.json")).doesNotExist();
        }
    }

    /** A router that runs as a process is started anew for a switch; here the second of its starts fails. */
    @Test
    void startsARouterAgainThatDidNotSurviveTheSwitch() throws Exception {
        String launcher = System.getProperty("flowgate.distribution") + "/bin/flowgate";
        String command = "echo x >>starts; [ $(wc -l <starts) -ne 2 ] && exec '" + launcher + "' --config '"
                + folder.resolve("config/flowgate.yaml") + "' gateway run";
        String yaml = Configurations.demo(FreePort.next())
                .replace("type: embedded,", "type: process, command: {args: [/bin/sh, -c, \"" + command + "\"]},");
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Result up = flowgate.run("up");
            assertThat(up.exitCode()).as(up.err()).isZero();

            Result smoke = flowgate.run("smoke", "--profile", "cost");

            assertThat(smoke.exitCode()).isEqualTo(1);
            assertThat(smoke.out())
                    .contains("smoke:profile=fail profile=cost", "litellm ended before it was ready")
                    .contains("smoke:restore=pass profile=balanced started=litellm");
            assertThat(flowgate.run("status").out()).contains("current_profile=balanced", "litellm_running=yes");
            assertThat(flowgate.run("smoke").out())
                    .contains("answer='from balanced'", "already_running=litellm", "stopped=none");
        }
    }

    @Test
    void asksARealCliProxyApiToo() throws Exception {
        Files.createDirectories(folder.resolve(".router/runtime/bin"));
        Files.createSymbolicLink(folder.resolve(".router/runtime/bin/CLIProxyAPIPlus"), RealPrograms.cliProxyApi());
        String yaml = Configurations.demo(FreePort.next())
                .replace(
                        "services:\n",
                        "services:\n  cliproxyapi_plus: {enabled: true, port: " + FreePort.next() + "}\n");
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Result smoke = flowgate.run("smoke");

            assertThat(smoke.exitCode()).as(smoke.out() + smoke.err()).isZero();
            assertThat(smoke.out())
                    .contains("smoke:bootstrap=pass needed=cliproxyapi_plus installed=none")
                    .contains("smoke:cliproxyapi=pass models=0")
                    .containsPattern("smoke:stop=pass stopped=(litellm,cliproxyapi_plus|cliproxyapi_plus,litellm)");
            assertThat(flowgate.run("status").out()).contains("cliproxyapi_plus_running=no", NOT_RUNNING);
        }
    }
}
