package dev.flowgate.auth.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract finds the mistakes that it is there for. */
@Timeout(60)
class AuthMethodContractTest {
    private static final AuthStatus PENDING = new AuthStatus.Pending(LoginPrompt.NONE, null);

    @TempDir
    Path folder;

    /** Makes every mistake of the contract. */
    public static class Careless implements AuthMethod {
        private static int made;
        private final int number = made++;

        @Override
        public String id() {
            return "Careless-" + number;
        }

        @Override
        public AuthSession login(AuthContext context) {
            try {
                Files.createFile(context.baseDirectory().resolve("trace-" + made++));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return new AuthSession() {
                private boolean open = true;

                @Override
                public AuthStatus begin() throws IOException {
                    return PENDING;
                }

                @Override
                public AuthStatus poll() throws IOException {
                    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
                    try {
                        context.http().send(request, BodyHandlers.discarding());
                    } catch (InterruptedException swallowed) {
                        return PENDING;
                    }
                    return PENDING;
                }

                @Override
                public void close() {
                    if (!open) {
                        throw new IllegalStateException("closed twice");
                    }
                    open = false;
                }
            };
        }
    }

    /** Private, so that JUnit does not run it: its tests are meant to fail. */
    private static final class CarelessContract extends AuthMethodContract {
        @Override
        protected AuthMethod method() {
            return new Careless();
        }

        @Override
        protected Map<String, Object> settings() {
            return Map.of();
        }

        @Override
        protected List<Map<String, Object>> wrongSettings() {
            return List.of(Map.of("tenant", 1));
        }
    }

    private AuthMethodContract contract() {
        AuthMethodContract contract = new CarelessContract();
        contract.folder = folder;
        return contract;
    }

    @Test
    void findsEachMistake() {
        AuthMethodContract contract = contract();

        assertThatThrownBy(contract::idIsWellFormedAndStays).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::loginDoesNoInputOrOutput)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("files that login() created");
        assertThatThrownBy(contract::wrongSettingsAreToldByTheirPath).isInstanceOf(AssertionError.class);
        assertThatThrownBy(contract::pollEndsWhenItIsInterrupted)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("how an interrupted step ends");
        assertThatThrownBy(contract::closesMoreThanOnceAndAtOnce)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("closed twice");
    }

    @Test
    void acceptsWhatIsRight() {
        AuthMethodContract contract = contract();

        assertThatCode(contract::canBeDiscovered).doesNotThrowAnyException();
        assertThatCode(contract::beginEndsWhenItIsInterrupted).doesNotThrowAnyException();
    }
}
