package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Profile;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class KeptCredentialsIT {
    private static final String TOKEN = "access-token-marker";

    @TempDir
    Path directory;

    private FakeCliProxyApi server;
    private TestContext context;
    private final OauthPollMethod method = new OauthPollMethod();

    @BeforeEach
    void start() throws IOException {
        server = new FakeCliProxyApi(Profile.PLUS_6_8);
        context = TestContext.of("codex", directory)
                .service(ServerConfiguration.SERVICE, server.address())
                .setting("management_key", FakeCliProxyApi.KEY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void areToldByTheServerWithTheExpiryOfTheirFiles() throws Exception {
        Path file = write("codex-me.json", "codex", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        server.putFile(
                "codex-me.json",
                "codex",
                "2026-11-21T10:00:00Z",
                "email",
                "me@example.com",
                "path",
                file.toString(),
                "last_refresh",
                "2026-11-21T10:00:00Z");
        server.putFile("claude-me.json", "claude", "2026-11-21T10:00:00Z");

        assertThat(method.held(context))
                .containsExactly(new HeldCredential(
                        "me@example.com", file.toString(), Instant.parse("2026-12-01T10:00:00Z"), true, null));
    }

    @Test
    void areToldWithoutExpiryWhenTheirFilesAreNotHere() throws Exception {
        server.putFile("codex-me.json", "codex", "2026-11-21T10:00:00Z", "path", "/nowhere/codex-me.json");

        assertThat(method.held(context)).singleElement().satisfies(held -> {
            assertThat(held.expiresAt()).isNull();
            assertThat(held.location())
                    .contains("codex-me.json")
                    .contains(server.address().toString());
        });
    }

    @Test
    void areCalledStaleWhenTheyShouldHaveBeenRenewed() throws Exception {
        Path file = write("codex-me.json", "codex", "2026-11-25T10:00:00Z", "2026-11-15T10:00:00Z");
        server.putFile(
                "codex-me.json",
                "codex",
                "2026-11-15T10:00:00Z",
                "path",
                file.toString(),
                "last_refresh",
                "2026-11-15T10:00:00Z");

        assertThat(problem())
                .contains("2026-11-20T10:00:00Z")
                .contains("last at 2026-11-15T10:00:00Z")
                .contains("flowgate auth login codex");
    }

    @Test
    void areCalledExpired() throws Exception {
        Path file = write("codex-me.json", "codex", "2026-11-21T10:00:00Z", "2026-11-20T10:00:00Z");
        server.putFile(
                "codex-me.json",
                "codex",
                "2026-11-21T10:00:00Z",
                "path",
                file.toString(),
                "last_refresh",
                "2026-11-22T09:00:00Z");

        assertThat(problem()).contains("expired at 2026-11-21T10:00:00Z");
    }

    @Test
    void areToldWithWhatTheServerHoldsAgainstThem() throws Exception {
        server.putFile("codex-a.json", "codex", "2026-11-21T10:00:00Z", "status", "error", "status_message", "revoked");
        assertThat(problem()).contains("revoked");

        server.putFile("codex-a.json", "codex", "2026-11-21T10:00:00Z", "disabled", true);
        assertThat(problem()).contains("disabled");
    }

    @Test
    void areToldWhenOthersCanReadThem() throws Exception {
        Path file = write("codex-me.json", "codex", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        server.putFile("codex-me.json", "codex", "2026-11-21T10:00:00Z", "path", file.toString());

        assertThat(problem()).contains("chmod 600 " + file);
    }

    @Test
    void areReadFromTheFolderWhenTheServerDoesNotRun() throws Exception {
        Path file = write("codex-me.json", "codex", "2026-11-21T10:00:00Z", "2026-11-11T10:00:00Z");
        write("claude-me.json", "claude", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        write("codex.json.tmp", "codex", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        AtomicFile.write(context.authDirectory().resolve("broken.json"), "{");
        Files.createDirectories(context.authDirectory().resolve("folder.json"));
        server.close();

        assertThat(method.held(context))
                .containsExactly(new HeldCredential(
                        "someone@example.com", file.toString(), Instant.parse("2026-11-21T10:00:00Z"), true, null));
        assertThat(method.held(context).toString()).doesNotContain(TOKEN);
    }

    @Test
    void areReadFromTheFolderWhenThereIsNoKey() throws Exception {
        write("codex-me.json", "codex", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        TestContext keyless = TestContext.of("codex", directory).service(ServerConfiguration.SERVICE, server.address());

        assertThat(method.held(keyless)).hasSize(1);
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void areNoneForAProviderThatTheServerDoesNotKnow() throws Exception {
        assertThat(method.held(TestContext.of("mine", directory))).isEmpty();
    }

    @Test
    void areRemovedThroughTheServer() throws Exception {
        server.putFile("codex-a.json", "codex", "2026-11-21T10:00:00Z");
        server.putFile("codex-virtual", "codex", "2026-11-21T10:00:00Z", "runtime_only", true);
        server.putFile("claude-a.json", "claude", "2026-11-21T10:00:00Z");

        assertThat(method.logout(context)).containsExactly("codex-a.json of CLIProxyAPI at " + server.address());
        assertThat(server.fileNames()).containsExactlyInAnyOrder("codex-virtual", "claude-a.json");
    }

    @Test
    void areRemovedFromTheFolderWhenTheServerDoesNotRun() throws Exception {
        Path mine = write("codex-me.json", "codex", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        Path other = write("claude-me.json", "claude", "2026-12-01T10:00:00Z", "2026-11-21T10:00:00Z");
        server.close();

        assertThat(method.logout(context)).containsExactly(mine.toString());
        assertThat(mine).doesNotExist();
        assertThat(other).exists();
        assertThat(method.logout(context)).isEmpty();
    }

    private String problem() throws Exception {
        return String.valueOf(method.held(context).get(0).problem());
    }

    private Path write(String name, String type, String expired, String refreshed) throws IOException {
        Path file = context.authDirectory().resolve(name);
        AtomicFile.write(file, """
                {"type": "%s", "email": "someone@example.com", "access_token": "%s", "refresh_token": "r-%s",
                 "expired": "%s", "last_refresh": "%s"}
                """.formatted(type, TOKEN, TOKEN, expired, refreshed));
        return file;
    }
}
