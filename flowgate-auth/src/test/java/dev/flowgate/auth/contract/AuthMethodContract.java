package dev.flowgate.auth.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests what FlowGate relies on in a method. The author of one extends this class, says what to test, and gets the tests
 * with it; a server that the settings name has to run meanwhile.
 */
@Timeout(60)
public abstract class AuthMethodContract {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    /**
     * Makes the method.
     *
     * @return a new one
     */
    protected abstract AuthMethod method();

    /**
     * Gives settings with which a login begins.
     *
     * @return the settings of a provider
     */
    protected abstract Map<String, Object> settings();

    /**
     * Gives settings that are wrong.
     *
     * @return several, each wrong in a way of its own; empty only for a method that has no settings
     */
    protected abstract List<Map<String, Object>> wrongSettings();

    @Test
    protected void idIsWellFormedAndStays() {
        AuthMethod method = method();

        assertThat(method.id()).matches("[a-z][a-z0-9_]*").isEqualTo(method.id());
        assertThat(method().id()).isEqualTo(method.id());
    }

    @Test
    protected void canBeDiscovered() {
        Class<?> type = method().getClass();

        assertThat(Modifier.isPublic(type.getModifiers()))
                .as("%s is public", type)
                .isTrue();
        assertThatCode(() -> type.getConstructor().newInstance())
                .as("%s has a public constructor without parameters", type)
                .doesNotThrowAnyException();
    }

    @Test
    protected void loginDoesNoInputOrOutput() throws IOException {
        TrackedClient client = TrackedClient.refusing();

        AuthSession session = method().login(context(client, settings()));

        assertThat(client.uses()).as("requests that login() sent").isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("files that login() created").isEmpty();
        }
        session.close();
    }

    @Test
    protected void wrongSettingsAreToldByTheirPath() {
        for (Map<String, Object> wrong : wrongSettings()) {
            assertThatThrownBy(() -> method().login(context(TrackedClient.refusing(), wrong)))
                    .as("login() with the settings %s", wrong.keySet())
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("auth.providers." + ContractContext.PROVIDER);
        }
    }

    @Test
    protected void beginEndsWhenItIsInterrupted() throws InterruptedException {
        TrackedClient client = TrackedClient.hanging();
        AuthSession session = method().login(context(client, settings()));

        requireObedience(client, session::begin);
        session.close();
    }

    @Test
    protected void pollEndsWhenItIsInterrupted() throws IOException, InterruptedException {
        TrackedClient client = TrackedClient.real();
        AuthSession session = method().login(context(client, settings()));
        session.begin();
        client.hang();

        requireObedience(client, session::poll);
        session.close();
    }

    @Test
    protected void closesMoreThanOnceAndAtOnce() throws IOException, InterruptedException {
        AuthSession unused = method().login(context(TrackedClient.refusing(), settings()));
        AuthSession begun = method().login(context(TrackedClient.real(), settings()));
        begun.begin();
        long start = System.nanoTime();

        assertThatCode(() -> {
                    unused.close();
                    unused.close();
                    begun.close();
                    begun.close();
                })
                .doesNotThrowAnyException();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE.multipliedBy(2));
    }

    private ContractContext context(TrackedClient client, Map<String, Object> settings) {
        return new ContractContext(client, settings, folder);
    }

    /** A step that waits for the other side ends when it is interrupted, and as interrupted. */
    private static void requireObedience(TrackedClient client, Callable<?> step) throws InterruptedException {
        StepThread thread = StepThread.start(step);
        if (client.awaitUse(thread)) {
            thread.interrupt();
        }
        assertThat(thread.endsWithin(AT_ONCE))
                .as("the step ends within a second")
                .isTrue();
        if (client.uses() > 0) {
            assertThat(thread.failure()).as("how an interrupted step ends").isInstanceOf(InterruptedException.class);
        }
    }
}
