package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.util.List;

/** Has a provider's credentials removed. */
final class Logout {
    private final Surroundings surroundings;
    private final Locks locks;

    Logout(Surroundings surroundings, Locks locks) {
        this.surroundings = surroundings;
        this.locks = locks;
    }

    List<String> run(Selected selected) throws InterruptedException {
        String provider = selected.config().name();
        FlowGateEvent event = FlowGateEvent.of("auth_logout").withProvider(provider);
        try (ProcessLock lock = locks.credential(provider, "logout")) {
            List<String> removed =
                    Foreign.call(selected, () -> selected.method().logout(selected.context()));
            surroundings.events().accept(event.withResult("success"));
            return List.copyOf(removed);
        } catch (IOException failed) {
            AuthException told = new AuthException(
                    "The credentials of " + provider + " cannot be removed now: " + ServerText.reason(failed)
                            + ". Try again.",
                    failed);
            surroundings.events().accept(event.withResult("failed").withDetail(ServerText.reason(told)));
            throw told;
        } catch (FlowGateException failure) {
            surroundings.events().accept(event.withResult("failed").withDetail(ServerText.reason(failure)));
            throw failure;
        }
    }
}
