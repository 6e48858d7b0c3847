package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RenewalTest {
    @TempDir
    Path folder;

    private final FakeMethod method = new FakeMethod("fake");
    private Fixture fixture;
    private AuthProviders providers;

    @BeforeEach
    void prepare() {
        fixture = new Fixture(folder).provider("vendor", method, Map.of());
        providers = fixture.providers();
    }

    @ParameterizedTest(name = "{0} s lifetime, {1} s left: {2}")
    @CsvSource({
        "3600, 361, false",
        "3600, 360, true",
        "36000, 3601, false",
        "36000, 3600, true",
        "1800, 301, false",
        "1800, 300, true",
        "120, 61, false",
        "120, 60, true"
    })
    void renewsWhenLittleOfTheLifetimeIsLeft(long lifetime, long left, boolean due) {
        Instant start = fixture.now;
        Instant end = start.plusSeconds(lifetime);
        StoredFile stored = new StoredFile(new Credential("t", "r", end, null, Map.of()), start, RenewalNote.NONE);

        assertThat(RenewalRun.isDue(stored, end.minusSeconds(left))).isEqualTo(due);
    }

    @Test
    void storesTheRenewedCredentialAndRecordsIt() throws IOException {
        storeExpiring("old");
        Credential fresh = credential("fresh", Duration.ofHours(1));
        method.renewals.add(fresh);

        try (Renewal renewal = providers.keepFresh()) {
            await().untilAsserted(() ->
                    assertThat(providers.credentials().read("vendor")).contains(fresh));
            await().until(() -> !fixture.events.isEmpty());
        }

        assertThat(method.renewed).hasValue(1);
        assertThat(fixture.events)
                .containsExactly(
                        FlowGateEvent.of("auth_renewal").withProvider("vendor").withResult("success"));
    }

    @Test
    void aFailureThatMayPassIsRepeatedAfterAPause() throws Exception {
        storeExpiring("old");
        method.renewals.add(new IOException("connection refused"));
        method.renewals.add(new IOException("connection refused"));
        method.renewals.add(credential("fresh", Duration.ofHours(1)));
        RenewalRun run = run();

        run.run();
        run.run();
        assertThat(method.renewed).as("no second attempt before its time").hasValue(1);
        assertThat(problem()).contains("connection refused", "tried again");

        fixture.now = fixture.now.plusSeconds(10);
        run.run();
        fixture.now = fixture.now.plusSeconds(19);
        run.run();
        assertThat(method.renewed).as("the pause doubles").hasValue(2);
        fixture.now = fixture.now.plusSeconds(1);
        run.run();

        assertThat(method.renewed).hasValue(3);
        assertThat(providers.credentials().read("vendor").orElseThrow().accessToken())
                .isEqualTo("fresh");
        assertThat(providers.status().get(0).credentials().get(0).problem()).isNull();
        assertThat(fixture.events)
                .as("one failure in a row is recorded")
                .extracting(FlowGateEvent::result)
                .containsExactly("failed", "success");
    }

    @Test
    void aRefusalNeedsANewLogin() throws Exception {
        storeExpiring("old");
        method.renewals.add(new AuthException("The provider says invalid_grant."));
        RenewalRun run = run();

        run.run();
        fixture.now = fixture.now.plusSeconds(86_400);
        run.run();

        assertThat(method.renewed).hasValue(1);
        assertThat(problem()).contains("invalid_grant", "log in again: flowgate auth login vendor");
        assertThat(fixture.events)
                .singleElement()
                .extracting(FlowGateEvent::result)
                .isEqualTo("failed");

        storeExpiring("new");
        method.renewals.add(credential("fresh", Duration.ofHours(1)));
        run.run();
        assertThat(method.renewed).as("a new login counts").hasValue(2);
    }

    @Test
    void whatWasRenewedAndCannotBeWrittenIsKeptUntilItCan() throws Exception {
        storeExpiring("old");
        Credential fresh = credential("fresh", Duration.ofHours(1));
        method.renewals.add(fresh);
        Path credentials = fixture.paths.credentialDirectory();
        Path away = folder.resolve("away");
        method.whileRenewing = () -> {
            Files.move(credentials, away);
            Files.writeString(credentials, "a file where the folder should be");
        };
        RenewalRun run = run();

        run.run();
        run.run();
        Files.delete(credentials);
        Files.move(away, credentials);
        // Another process came first, with the refresh token that is used up.
        ((FileCredentialStore) providers.credentials())
                .note("vendor", RenewalNote.NONE.refused("The provider says invalid_grant."));
        run.run();

        assertThat(method.renewed).as("the refresh token is not used twice").hasValue(1);
        assertThat(providers.credentials().read("vendor")).contains(fresh);
        assertThat(fixture.events).extracting(FlowGateEvent::result).containsExactly("failed", "success");
        assertThat(fixture.events.get(0).toString())
                .contains("cannot be written to")
                .doesNotContain("refresh-fresh");
    }

    @Test
    void aNewLoginWinsOverWhatCouldNotBeWritten() throws Exception {
        storeExpiring("old");
        method.renewals.add(credential("fresh", Duration.ofHours(1)));
        Path credentials = fixture.paths.credentialDirectory();
        method.whileRenewing = () -> {
            Files.move(credentials, folder.resolve("away"));
            Files.writeString(credentials, "a file where the folder should be");
        };
        RenewalRun run = run();
        run.run();
        Files.delete(credentials);
        Credential login = credential("login", Duration.ofHours(1));
        store(login);

        run.run();

        assertThat(providers.credentials().read("vendor")).contains(login);
        assertThat(method.renewed).hasValue(1);
    }

    @Test
    void leavesWhatAnotherProcessIsRenewing() throws Exception {
        storeExpiring("old");
        Path lock = fixture.paths.credentialDirectory().resolve(".locks/vendor.credential.lock");

        try (ProcessLock held =
                ProcessLock.tryAcquire(lock, "renewal", fixture.clock()).orElseThrow()) {
            run().run();
        }

        assertThat(method.renewed).hasValue(0);
    }

    @Test
    void leavesWhatDoesNotEndOrCannotBeRenewed() throws Exception {
        RenewalRun run = run();
        store(Credential.key("key"));
        run.run();
        store(new Credential("t", null, fixture.now.plusSeconds(1), null, Map.of()));
        run.run();
        store(credential("long", Duration.ofHours(1)));
        run.run();

        assertThat(method.renewed).hasValue(0);
    }

    private @Nullable String problem() throws InterruptedException {
        return providers.status().get(0).credentials().get(0).problem();
    }

    private RenewalRun run() {
        return providers.renewalRun();
    }

    private void store(Credential credential) throws IOException {
        providers.credentials().write("vendor", credential);
    }

    /** Stores a credential of an hour, of which a minute is left. */
    private void storeExpiring(String token) throws IOException {
        store(credential(token, Duration.ofHours(1)));
        fixture.now = fixture.now.plus(Duration.ofMinutes(59));
    }

    private Credential credential(String token, Duration left) {
        return new Credential(token, "refresh-" + token, fixture.now.plus(left), null, Map.of());
    }
}
