package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the stored credentials once, and renews those that are about to expire. */
final class RenewalRun {
    private static final Logger LOG = LoggerFactory.getLogger(RenewalRun.class);
    private static final Duration LEAST_MARGIN = Duration.ofMinutes(5);
    private static final int PARTS_OF_LIFETIME = 10;

    private final Surroundings surroundings;
    private final Selection selection;
    private final Locks locks;

    RenewalRun(Surroundings surroundings, Selection selection, Locks locks) {
        this.surroundings = surroundings;
        this.selection = selection;
        this.locks = locks;
    }

    void run() throws InterruptedException {
        for (ProviderSummary provider : selection.summaries()) {
            if (provider.login()) {
                look(provider.name());
            }
        }
    }

    /** Looks at one provider; its failure keeps no other from being renewed. */
    private void look(String provider) throws InterruptedException {
        try {
            Selected selected = selection.select(provider);
            if (selected.method() instanceof CredentialRefresher refresher
                    && due(provider).isPresent()) {
                Optional<ProcessLock> lock = locks.tryCredential(provider, "renewal");
                if (lock.isPresent()) {
                    try (ProcessLock held = lock.get()) {
                        // Whoever held the lock before may have renewed it.
                        Optional<StoredFile> stored = due(provider);
                        if (stored.isPresent()) {
                            renew(selected, refresher, stored.get());
                        }
                    }
                }
            }
        } catch (IOException | FlowGateException failure) {
            LOG.warn("The credential of {} cannot be renewed now: {}", provider, Texts.reason(failure));
        }
    }

    /** Reads a credential; empty when there is nothing to renew, or it is not time. */
    private Optional<StoredFile> due(String provider) throws IOException {
        Instant now = surroundings.clock().instant();
        return surroundings
                .store()
                .readFile(provider)
                .filter(stored -> stored.credential().refreshToken() != null
                        && isDue(stored, now)
                        && stored.renewal().allows(now));
    }

    /** A tenth of the lifetime, and five minutes at least, but never more than half of it. */
    static boolean isDue(StoredFile stored, Instant now) {
        Instant end = stored.credential().expiresAt();
        if (end == null) {
            return false;
        }
        Duration margin = LEAST_MARGIN;
        Instant start = stored.storedAt();
        if (start != null && start.isBefore(end)) {
            Duration lifetime = Duration.between(start, end);
            Duration part = lifetime.dividedBy(PARTS_OF_LIFETIME);
            Duration half = lifetime.dividedBy(2);
            margin = part.compareTo(margin) > 0 ? part : margin;
            margin = half.compareTo(margin) < 0 ? half : margin;
        }
        return !now.isBefore(end.minus(margin));
    }

    private void renew(Selected selected, CredentialRefresher refresher, StoredFile stored)
            throws IOException, InterruptedException {
        String provider = selected.config().name();
        FlowGateEvent event = FlowGateEvent.of("auth_renewal").withProvider(provider);
        FileCredentialStore store = surroundings.store();
        try {
            Credential renewed =
                    Foreign.call(selected, () -> refresher.refresh(selected.context(), stored.credential()));
            store.write(provider, renewed);
            surroundings.events().accept(event.withResult("success"));
        } catch (AuthException refused) {
            String reason = Texts.reason(refused);
            store.note(provider, stored.renewal().refused(reason));
            LOG.error(
                    "The credential of {} cannot be renewed: {} Log in again: flowgate auth login {}",
                    provider,
                    reason,
                    provider);
            surroundings.events().accept(event.withResult("failed").withDetail("Log in again. " + reason));
        } catch (IOException passing) {
            String reason = Texts.reason(passing);
            RenewalNote note =
                    stored.renewal().failed(reason, surroundings.clock().instant());
            store.note(provider, note);
            LOG.warn(
                    "The credential of {} could not be renewed: {}; next attempt at {}",
                    provider,
                    reason,
                    note.nextAttempt());
            if (note.failures() == 1) {
                surroundings.events().accept(event.withResult("failed").withDetail("It is tried again. " + reason));
            }
        }
    }
}
