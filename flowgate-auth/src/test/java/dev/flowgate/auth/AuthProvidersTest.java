package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.AuthStatus.InputRequired;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.auth.spi.LoginPrompt;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuthProvidersTest {
    private static final AuthStatus PENDING = new AuthStatus.Pending(LoginPrompt.NONE, null);
    private static final LoginListener NOBODY = new LoginListener() {
        @Override
        public void prompt(LoginPrompt prompt, LoginInput input) {}

        @Override
        public void question(InputRequired question, LoginInput input) {
            input.cancel();
        }
    };

    @TempDir
    Path folder;

    private final FakeMethod method = new FakeMethod("fake");

    @Test
    void whatCannotEvenBeginIsAnEventToo() {
        Fixture fixture = new Fixture(folder);
        AuthProviders unknown = fixture.providers();

        assertThatThrownBy(() -> unknown.login("nobody", LoginOptions.DEFAULTS, new LoginListener() {
                    @Override
                    public void prompt(LoginPrompt prompt, LoginInput input) {}

                    @Override
                    public void question(AuthStatus.InputRequired question, LoginInput input) {}
                }))
                .isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> unknown.importHeadless("nobody", ImportOptions.DEFAULTS))
                .isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> unknown.logout("nobody")).isInstanceOf(AuthException.class);

        assertThat(fixture.events)
                .extracting(FlowGateEvent::event)
                .containsExactly("oauth_login", "auth_import", "auth_logout");
        assertThat(fixture.events).extracting(FlowGateEvent::result).containsOnly("failed");
        assertThat(fixture.events).extracting(FlowGateEvent::provider).containsOnly("nobody");
    }

    @Test
    void aLoginKeepsItsCredentialAndIsRecorded() throws InterruptedException, IOException {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        Credential credential = new Credential(
                "marker-access", "marker-refresh", fixture.now.plusSeconds(3600), "a@example.com", Map.of());
        method.will(new AuthStatus.Authorized(credential));
        AuthProviders providers = fixture.providers();

        LoginResult result = providers.login("vendor", LoginOptions.DEFAULTS, NOBODY);

        assertThat(result.credential().account()).isEqualTo("a@example.com");
        assertThat(result.credential().renewable()).isTrue();
        assertThat(providers.credentials().read("vendor")).contains(credential);
        assertThat(fixture.events)
                .containsExactly(
                        FlowGateEvent.of("oauth_login").withProvider("vendor").withResult("success"));
        assertThat(method.closed).hasValue(1);
        assertThat(result.toString()).doesNotContain("marker");
    }

    @Test
    void whatSomebodyElseKeepsIsNotStored() throws InterruptedException, IOException {
        HeldCredential elsewhere = new HeldCredential("a@example.com", "codex-a.json", null, true, null);
        method.will(new AuthStatus.KeptElsewhere(elsewhere));
        AuthProviders providers =
                new Fixture(folder).provider("vendor", method, Map.of()).providers();

        assertThat(providers.login("vendor", LoginOptions.DEFAULTS, NOBODY).credential())
                .isEqualTo(elsewhere);
        assertThat(providers.credentials().read("vendor")).isEmpty();
    }

    @Test
    void aRefusedLoginIsRecordedAndCloses() {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        method.will(new AuthStatus.Denied("access_denied"));

        assertThatThrownBy(() -> fixture.providers().login("vendor", LoginOptions.DEFAULTS, NOBODY))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("access_denied");
        assertThat(fixture.events).singleElement().satisfies(event -> {
            assertThat(event.result()).isEqualTo("failed");
            assertThat(event.detail()).contains("access_denied");
        });
        assertThat(method.closed).hasValue(1);
    }

    @Test
    void aMistakeOfAMethodIsToldWithoutItsText() {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        method.will(new IllegalStateException("marker-token was null"));

        assertThatThrownBy(() -> fixture.providers().login("vendor", LoginOptions.DEFAULTS, NOBODY))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(FakeMethod.class.getName())
                .hasMessageNotContaining("marker")
                .hasNoCause();
    }

    @Test
    void anInterruptEndsALoginWithinASecondAndClosesIt() throws InterruptedException {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        method.will(PENDING);
        AuthProviders providers = fixture.providers();
        AtomicReference<Throwable> end = new AtomicReference<>();
        LoginOptions often = new LoginOptions(Duration.ofMinutes(5), Duration.ofMinutes(1));
        Thread thread = new Thread(() -> {
            try {
                providers.login("vendor", often, NOBODY);
            } catch (Throwable thrown) {
                end.set(thrown);
            }
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(1));

        assertThat(thread.isAlive()).isFalse();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(method.closed).hasValue(1);
        assertThat(fixture.events)
                .singleElement()
                .extracting(FlowGateEvent::result)
                .isEqualTo("cancelled");
    }

    @Test
    void oneLoginToAProviderAtATime() throws InterruptedException {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        AuthProviders providers = fixture.providers();
        method.will(PENDING);
        AtomicReference<Throwable> second = new AtomicReference<>();
        LoginListener nested = new LoginListener() {
            @Override
            public void prompt(LoginPrompt prompt, LoginInput input) {
                try {
                    providers.login("vendor", LoginOptions.DEFAULTS, NOBODY);
                } catch (AuthException | InterruptedException busy) {
                    second.set(busy);
                }
                input.cancel();
            }

            @Override
            public void question(InputRequired question, LoginInput input) {}
        };

        assertThatThrownBy(() -> providers.login("vendor", LoginOptions.DEFAULTS, nested))
                .isInstanceOf(LoginCancelledException.class);

        assertThat(second.get())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("Another login to vendor is under way")
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
        assertThat(fixture.events).extracting(FlowGateEvent::result).containsExactly("failed", "cancelled");
    }

    @Test
    void theSettingsOfTheLibraryAreNotTheMethods() throws InterruptedException {
        method.will(new AuthStatus.Authorized(Credential.key("k")));
        AuthProviders providers = new Fixture(folder)
                .provider("vendor", method, Map.of("timeout_seconds", 60, "poll_interval_seconds", 3, "tenant", "t"))
                .providers();

        assertThat(providers.login("vendor", LoginOptions.DEFAULTS, NOBODY).method())
                .isEqualTo("fake");
    }

    @Test
    void settingsThatAreWrongAreToldByTheirPath() {
        AuthProviders providers = new Fixture(folder)
                .provider("vendor", method, Map.of("poll_interval_seconds", 0.2))
                .providers();

        assertThatThrownBy(() -> providers.login("vendor", LoginOptions.DEFAULTS, NOBODY))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.vendor.poll_interval_seconds must be at least 1");
    }

    @Test
    void whatCliProxyApiKnowsNeedsNoEntry() throws InterruptedException {
        FakeMethod poll = new FakeMethod("oauth_poll");
        poll.will(new AuthStatus.Authorized(Credential.key("k")));
        AuthProviders providers = new Fixture(folder).method(poll).cliProxyApi().providers();

        assertThat(providers.login("codex", LoginOptions.DEFAULTS, NOBODY).method())
                .isEqualTo("oauth_poll");
    }

    @Test
    void anUnknownProviderIsToldWithTheConfiguredOnes() {
        AuthProviders providers =
                new Fixture(folder).provider("vendor", method, Map.of()).providers();

        assertThatThrownBy(() -> providers.login("codex", LoginOptions.DEFAULTS, NOBODY))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("'codex'")
                .hasMessageContaining("Configured are vendor")
                .hasMessageContaining("cliproxyapi_plus");
        assertThatThrownBy(() -> providers.login("../x", LoginOptions.DEFAULTS, NOBODY))
                .isInstanceOf(AuthException.class);
    }

    @Test
    void listsWhatIsConfiguredAndWhatCanBeImported() {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        fixture.registry().importer(new FakeImporter(folder.resolve("absent.json"), "tool-a.json"));

        assertThat(fixture.providers().list())
                .startsWith(new ProviderSummary("vendor", "fake", true, true, false, null))
                .contains(
                        new ProviderSummary("codex", null, false, false, true, null),
                        new ProviderSummary("tool", null, false, false, true, null))
                .extracting(ProviderSummary::name)
                .doesNotContain("kimi");
    }

    @Test
    void listsWhatAConfiguredCliProxyApiCanLogInTo() {
        assertThat(new Fixture(folder).cliProxyApi().providers().list())
                .contains(
                        new ProviderSummary("codex", "oauth_poll", false, true, true, null),
                        new ProviderSummary("kimi", "oauth_poll", false, true, false, null));
    }

    @Test
    void anEndIsNoProblemOfALoginThatRenewsItself() throws InterruptedException, IOException {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        AuthProviders providers = fixture.providers();
        Instant end = fixture.now.minusSeconds(1);
        providers.credentials().write("vendor", new Credential("t", "refresh", end, null, Map.of()));

        assertThat(providers.status().get(0).credentials()).singleElement().satisfies(held -> {
            assertThat(held.expiresAt()).isEqualTo(end);
            assertThat(held.problem()).isNull();
        });
    }

    @Test
    void tellsHowEveryProviderStands() throws InterruptedException, IOException {
        Fixture fixture = new Fixture(folder)
                .provider("vendor", method, Map.of())
                .provider("other", new FakeMethod("other"), Map.of());
        AuthProviders providers = fixture.providers();
        providers
                .credentials()
                .write("vendor", new Credential("t", null, fixture.now.minusSeconds(1), "a@example.com", Map.of()));
        Path file = providers.credentials().location("vendor");

        List<ProviderStatus> all = providers.status();

        assertThat(all).extracting(status -> status.summary().name()).startsWith("vendor", "other");
        assertThat(all.get(0).credentials()).singleElement().satisfies(held -> {
            assertThat(held.account()).isEqualTo("a@example.com");
            assertThat(held.problem()).contains("expired at 2026-11-22T09:59:59Z", "flowgate auth login vendor");
        });
        assertThat(all.get(1).credentials()).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(providers.status().get(0).credentials())
                .singleElement()
                .satisfies(held -> assertThat(held.problem()).contains("rw-r--r--", "chmod 600"));

        Files.writeString(file, "broken");
        assertThat(providers.status().get(0).problem()).contains(file.toString());
    }

    @Test
    void logsOut() throws InterruptedException, IOException {
        Fixture fixture = new Fixture(folder).provider("vendor", method, Map.of());
        AuthProviders providers = fixture.providers();
        providers.credentials().write("vendor", Credential.key("k"));

        assertThat(providers.logout("vendor"))
                .containsExactly(providers.credentials().location("vendor").toString());
        assertThat(providers.logout("vendor")).isEmpty();
        assertThat(providers.credentials().read("vendor")).isEmpty();
        assertThat(fixture.events).extracting(FlowGateEvent::event).containsExactly("auth_logout", "auth_logout");
    }

    @Test
    void importsAKeyFromWhereverItIs() throws InterruptedException, IOException {
        Path file = Files.writeString(folder.resolve("key"), "marker-file\n");
        for (KeySource source : List.of(
                new KeySource.Given(Secret.of("marker-given")),
                new KeySource.Environment("VENDOR_KEY"),
                new KeySource.File(file))) {
            FakeMethod key = new FakeMethod("api_key").will(new InputRequired("key", true, null));
            Fixture fixture = new Fixture(folder).provider("vendor", key, Map.of());
            AuthProviders providers = fixture.providers();

            providers.importKey("vendor", source);

            assertThat(providers.credentials().read("vendor").orElseThrow().accessToken())
                    .startsWith("marker-");
            assertThat(fixture.events)
                    .singleElement()
                    .extracting(FlowGateEvent::event)
                    .isEqualTo("auth_import");
            assertThat(fixture.events.toString()).doesNotContain("marker");
        }
    }

    @Test
    void aKeyThatIsNotAcceptedOrNotThereIsNotStored() throws IOException {
        FakeMethod key = new FakeMethod("api_key").will(new InputRequired("key", true, null));
        AuthProviders providers = new Fixture(folder)
                .provider("vendor", key, Map.of())
                .provider("other", method, Map.of())
                .providers();

        assertThatThrownBy(() -> providers.importKey("vendor", new KeySource.Given(Secret.of("bad-marker"))))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("it begins with bad")
                .hasMessageNotContaining("marker");
        assertThatThrownBy(() -> providers.importKey("vendor", new KeySource.Environment("UNSET")))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("UNSET");
        assertThatThrownBy(() -> providers.importKey("other", new KeySource.Given(Secret.of("k"))))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("method: api_key");
        assertThat(providers.credentials().read("vendor")).isEmpty();
    }

    @Test
    void importsAnotherProgramsCredentials() throws IOException {
        Path source = Files.writeString(folder.resolve("source.json"), "{}");
        Fixture fixture = new Fixture(folder);
        fixture.registry().importer(new FakeImporter(source, "tool-a@example.com.json"));
        AuthProviders providers = fixture.providers();

        List<ImportedFile> usual = providers.importHeadless("tool", ImportOptions.DEFAULTS);
        List<ImportedFile> chosen =
                providers.importHeadless("tool", new ImportOptions(source, folder.resolve("elsewhere")));

        assertThat(usual).singleElement().satisfies(file -> {
            assertThat(file.file()).isEqualTo(fixture.paths.authDirectory().resolve("tool-a@example.com.json"));
            assertThat(file.file()).content().contains("marker-token");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                    .isEqualTo("rw-------");
        });
        assertThat(chosen)
                .singleElement()
                .satisfies(file -> assertThat(file.file()).exists().hasParent(folder.resolve("elsewhere")));
        assertThat(fixture.events.toString()).contains("auth_import").doesNotContain("marker");
    }

    @Test
    void anImportThatCannotBeIsToldWithWhereItLooked() {
        Path absent = folder.resolve("absent.json");
        Fixture fixture = new Fixture(folder);
        fixture.registry().importer(new FakeImporter(absent, "../escape.json"));
        AuthProviders providers = fixture.providers();

        assertThatThrownBy(() -> providers.importHeadless("tool", ImportOptions.DEFAULTS))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(absent.toString());
        assertThatThrownBy(() -> providers.importHeadless("nobody", ImportOptions.DEFAULTS))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("tool");
    }

    @Test
    void anImporterCannotWriteOutsideTheFolder() throws IOException {
        Path source = Files.writeString(folder.resolve("source.json"), "{}");
        Fixture fixture = new Fixture(folder);
        fixture.registry().importer(new FakeImporter(source, "../escape.json"));

        assertThatThrownBy(() -> fixture.providers().importHeadless("tool", ImportOptions.DEFAULTS))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("../escape.json");
    }

    private record FakeImporter(Path source, String fileName) implements CredentialImporter {
        @Override
        public String provider() {
            return "tool";
        }

        @Override
        public List<Path> sources(AuthContext context) {
            return List.of(source);
        }

        @Override
        public List<ImportedCredential> read(Path from, AuthContext context) {
            return List.of(new ImportedCredential(
                    fileName,
                    Map.of("type", "tool", "access_token", "marker-token"),
                    "a@example.com",
                    null,
                    List.of()));
        }
    }
}
