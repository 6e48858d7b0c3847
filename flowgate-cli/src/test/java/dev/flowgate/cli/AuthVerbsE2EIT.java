package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.json.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code auth}, with a login method that another jar brings along. */
@Timeout(180)
class AuthVerbsE2EIT {
    private static final String LOGIN_URL = "https://login.example/start?a=1&b=2";

    @TempDir
    Path folder;

    private Distribution flowgate;

    @BeforeEach
    void configure() throws Exception {
        ExtensionJar.in(folder.resolve("methods"));
        flowgate = Distribution.in(folder)
                .with("FLOWGATE_EXTENSIONS", "methods")
                .with("HOME", folder.toString())
                .configure(Configurations.auth(
                        "works: {method: scripted, script: open, poll_interval_seconds: 1}",
                        "pastes: {method: scripted, script: paste}",
                        "asks: {method: scripted, script: ask}",
                        "waits: {method: scripted, script: wait}",
                        "denies: {method: scripted, script: deny}",
                        "unknown: {method: scriptd}",
                        "keyed: {method: api_key}"));
    }

    @Test
    void listsWhatCanBeDoneWithEachProvider() throws Exception {
        Result list = flowgate.run("auth", "list");

        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out().lines())
                .contains(
                        "provider=works oauth_login=yes headless_import=no method=scripted configured=yes",
                        "provider=codex oauth_login=no headless_import=yes configured=no")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("provider=unknown oauth_login=no headless_import=no method=scriptd")
                        .contains("problem='", "scripted"));
        assertThat(list.value("oauth_providers")).isEqualTo("works,pastes,asks,waits,denies,keyed");
        assertThat(list.value("headless_import_providers")).isEqualTo("claude,codex,copilot,gemini,kiro,qwen");
        assertThat(list.err()).doesNotContain("warning");
        assertThat(JsonText.readObject(
                                flowgate.run("--format", "json", "auth", "list").out())
                        .get("providers"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .contains(member("works", "scripted"));
        assertThat(flowgate.run("--format", "text", "auth", "list").out()).contains("PROVIDER", "works", "scripted");
    }

    private static Map<String, Object> member(String provider, String method) {
        Map<String, Object> entry = new java.util.LinkedHashMap<>();
        entry.put("provider", provider);
        entry.put("method", method);
        entry.put("configured", true);
        entry.put("login", true);
        entry.put("headless_import", false);
        entry.put("problem", null);
        return entry;
    }

    @Test
    void logsInTellsHowItStandsAndLogsOut() throws Exception {
        Path opened = folder.resolve("opened");
        Path browser = Files.writeString(
                folder.resolve("browser"), "#!/bin/sh\necho noise; printf %s \"$1\" >'" + opened + "'\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();

        Result login = flowgate.with("BROWSER", browser.toString()).run("auth", "login", "works");

        assertThat(login.exitCode()).as(login.err()).isZero();
        assertThat(login.out().lines().limit(3))
                .containsExactly("login_url=" + LOGIN_URL, "user_code=CODE-17", "oauth_status=ok");
        assertThat(login.value("account")).isEqualTo(ExtensionJar.ACCOUNT);
        assertThat(login.err()).contains(LOGIN_URL, "CODE-17").doesNotContain("noise");
        await().untilAsserted(() -> assertThat(opened).content().isEqualTo(LOGIN_URL));

        Result status = flowgate.run("auth", "status");
        assertThat(status.out().lines())
                .contains(
                        "default_auth_dir=" + folder.resolve(".router/auths"),
                        "secret_permission_issues=0",
                        "provider=works method=scripted oauth_login=yes headless_import=no account="
                                + ExtensionJar.ACCOUNT + " location=" + login.value("location") + " renewable=no",
                        "provider=waits method=scripted oauth_login=yes headless_import=no");
        Result text = flowgate.run("--format", "text", "auth", "status");
        assertThat(text.out()).contains("works", ExtensionJar.ACCOUNT, "not logged in");
        assertThat(flowgate.run("--format", "json", "auth", "status").out()).contains("\"account\"");

        Result logout = flowgate.run("auth", "logout", "works");
        assertThat(logout.out()).isEqualTo("removed_auth=" + login.value("location") + "\n");
        assertThat(flowgate.run("auth", "logout", "works").out()).isEqualTo("removed_auth=none\n");
        assertThat(flowgate.run("events").out()).contains("event=oauth_login", "provider=works", "result=success");
    }

    @Test
    void tellsAScriptTheAddressAtOnceAndTakesWhatItPastes() throws Exception {
        Running waiting = flowgate.start("auth", "login", "waits", "--no-browser");
        await().untilAsserted(() -> assertThat(waiting.out()).startsWith("login_url=" + LOGIN_URL + "\n"));
        assertThat(waiting.process().isAlive()).isTrue();
        waiting.process().destroy();

        Result pasted = flowgate.piping(ExtensionJar.RIGHT_ANSWER + "\n")
                .run("auth", "login", "pastes", "--paste", "--no-browser");
        assertThat(pasted.exitCode()).as(pasted.err()).isZero();
        assertThat(pasted.value("oauth_status")).isEqualTo("ok");

        Result answered = flowgate.run("auth", "login", "asks");
        assertThat(answered.exitCode()).as(answered.err()).isZero();
        assertThat(answered.err()).contains("Secret word:");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsWithinASecondOfCtrlCAndClosesTheSession() throws Exception {
        Running login = flowgate.interruptible("auth", "login", "waits", "--no-browser");
        await().untilAsserted(() -> assertThat(login.out()).contains("login_url="));

        long start = System.nanoTime();
        new ProcessBuilder("kill", "-INT", Long.toString(login.process().pid()))
                .start()
                .waitFor();
        assertThat(login.process().waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(2_000));
        assertThat(login.process().exitValue()).isEqualTo(130);
        assertThat(login.out()).endsWith("oauth_status=cancelled\n");
        assertThat(folder.resolve(".router/runtime/closed")).exists();
        assertThat(flowgate.run("events").out()).contains("event=oauth_login", "result=cancelled");
    }

    @Test
    void saysWhatFailedAndWhatToTypeNext() throws Exception {
        Result denied = flowgate.run("auth", "login", "denies");
        assertThat(denied.exitCode()).isEqualTo(1);
        assertThat(denied.out()).isEqualTo("oauth_status=failed\n");
        assertThat(denied.err())
                .contains("denies", "the server said no", "Next: flowgate auth login denies")
                .doesNotContain("\u001b");

        Result late = flowgate.run("auth", "login", "waits", "--timeout", "1", "--poll-interval", "1", "--no-browser");
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.err()).contains("did not end within 1 s");

        Result nobody = flowgate.run("auth", "login", "nobody");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("nobody", "Next: flowgate auth list");

        // It can be imported, and nothing else.
        Result absent = flowgate.run("auth", "login", "codex");
        assertThat(absent.exitCode()).isEqualTo(2);
        assertThat(absent.err())
                .contains("codex", "Next: flowgate auth list")
                .doesNotContain("Next: flowgate auth login");

        Result method = flowgate.run("auth", "login", "unknown");
        assertThat(method.exitCode()).isEqualTo(2);
        assertThat(method.err()).contains("auth.providers.unknown.method", "scriptd", "scripted");

        for (String[] wrong : new String[][] {
            {"auth", "login"},
            {"auth", "login", "works", "--timeout", "0"},
            {"auth", "login", "works", "--poll-interval", "0"},
            {"auth", "import-key", "keyed", "--stdin", "--from-env", "X"},
            {"auth", "codex"},
            {"auth"}
        }) {
            Result usage = flowgate.run(wrong);
            assertThat(usage.exitCode()).as(List.of(wrong) + usage.err()).isEqualTo(2);
            assertThat(usage.out()).isEmpty();
            assertThat(usage.err()).startsWith("error: ").doesNotContain("Error:");
        }
    }

    @Test
    void asksForNoKeyThatNobodyTakes() throws Exception {
        Result nobody = flowgate.run("auth", "import-key", "nobody");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("nobody", "Next: flowgate auth list").doesNotContain("No key");

        Result other = flowgate.run("--config", "./config/flowgate.yaml", "auth", "import-key", "works");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err())
                .contains("takes no key", "log in: flowgate --config ./config/flowgate.yaml auth login works")
                .doesNotContain("No key", "Next:");

        Result unset = flowgate.run("auth", "import-key", "keyed", "--from-env", "NOT_SET");
        assertThat(unset.exitCode()).isEqualTo(1);
        assertThat(unset.err()).contains("NOT_SET", "Next: flowgate auth import-key keyed");
    }

    @Test
    void repeatsNoKeyThatWasWrittenOnTheCommandLine() throws Exception {
        for (String[] wrong : new String[][] {
            {"auth", "import-key", "keyed", "sk-marker"},
            {"auth", "import-key", "keyed", "--key=sk-marker"},
            {"auth", "import-key", "keyed", "--from-env", "sk-marker"},
            {"auth", "keyed", "login", "sk-marker"}
        }) {
            Result usage = flowgate.run(wrong);
            assertThat(usage.exitCode()).as(List.of(wrong) + usage.err()).isEqualTo(2);
            assertThat(usage.err()).isNotBlank().doesNotContain("sk-marker");
        }
        assertThat(flowgate.run("auth", "login", "works", "--timout", "3").err())
                .contains("does not know '--timout'", "--timeout");
    }

    @Test
    void saysWhatBecomesOfPastedAddressesAndOfInputThatEnds() throws Exception {
        Result unread = flowgate.run("auth", "login", "works", "--no-browser");
        assertThat(unread.err()).contains("--paste reads it").doesNotContain("paste the address");
        Result read = flowgate.piping("").run("auth", "login", "works", "--no-browser", "--paste");
        assertThat(read.err()).contains("paste the address").doesNotContain("--paste reads it");

        Result ended = flowgate.piping("").run("auth", "login", "asks");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("The input ended without an answer", "cancelled");
    }

    @Test
    void importsTheLoginOfAnotherProgramAlsoByTheOldForm() throws Exception {
        Path source = Files.writeString(
                folder.resolve("auth.json"),
                "{\"tokens\": {\"access_token\": \"marker-a\", \"refresh_token\": \"marker-r\", \"account_id\": \"acc\"}}");

        Result imported = flowgate.run("auth", "codex", "import-headless", "--source", source.toString());
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Path saved = Path.of(imported.value("saved_auth"));
        assertThat(saved).hasParent(folder.resolve(".router/auths")).content().contains("marker-a");
        assertThat(imported.out()).isEqualTo("saved_auth=" + saved + "\n");

        Path elsewhere = folder.resolve("else where");
        Result again = flowgate.run(
                "auth",
                "--quiet",
                "import-headless",
                "codex",
                "--source",
                source.toString(),
                "--dest-dir",
                elsewhere.toString());
        assertThat(again.out()).isEqualTo("saved_auth=" + elsewhere.resolve(saved.getFileName()) + "\n");
        assertThat(flowgate.run("auth", "--format", "kv", "works", "login").out())
                .contains("oauth_status=ok");

        Result missing = flowgate.run("auth", "import-headless", "qwen");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err())
                .contains("qwen", "oauth_creds.json", "Next: flowgate auth import-headless qwen --source FILE");
        Result none = flowgate.run("auth", "import-headless", "works");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("works", "codex", "Next: flowgate auth list");
    }
}
