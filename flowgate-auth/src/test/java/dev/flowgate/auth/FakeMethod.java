package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A method whose steps a test writes down. A step is a status, or what is thrown. */
final class FakeMethod implements AuthMethod, CredentialRefresher {
    final Deque<Object> steps = new ArrayDeque<>();
    final Deque<Object> renewals = new ArrayDeque<>();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger renewed = new AtomicInteger();
    final CountDownLatch waiting = new CountDownLatch(1);
    /** Happens after a renewal has come to the provider. */
    Effect whileRenewing = () -> {};

    private final String id;

    /** Something that a step does beside. */
    interface Effect {
        void happen() throws IOException;
    }

    FakeMethod(String id) {
        this.id = id;
    }

    FakeMethod will(Object... next) {
        steps.addAll(List.of(next));
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public AuthSession login(AuthContext context) {
        AuthSettings.of(context).requireOnly(Set.of("tenant"));
        return new AuthSession() {
            @Override
            public AuthStatus begin() throws IOException {
                return step();
            }

            @Override
            public AuthStatus poll() throws IOException {
                waiting.countDown();
                return steps.isEmpty() ? new AuthStatus.Pending(LoginPrompt.NONE, null) : step();
            }

            @Override
            public AuthStatus answer(String input) {
                return input.startsWith("bad")
                        ? new AuthStatus.InputRequired("key", true, "it begins with bad")
                        : new AuthStatus.Authorized(Credential.key(input));
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private AuthStatus step() throws IOException {
        return (AuthStatus) next(steps);
    }

    @Override
    public Credential refresh(AuthContext context, Credential credential) throws IOException {
        renewed.incrementAndGet();
        whileRenewing.happen();
        return (Credential) next(renewals);
    }

    private static Object next(Deque<Object> script) throws IOException {
        Object next = script.remove();
        if (next instanceof IOException passing) {
            throw passing;
        }
        if (next instanceof AuthException refusal) {
            throw refusal;
        }
        if (next instanceof IllegalStateException mistake) {
            throw mistake;
        }
        return next;
    }
}
