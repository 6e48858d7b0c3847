package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the stored credentials, and renews those that are about to expire. For use by one thread. */
final class RenewalRun {
    private static final Logger LOG = LoggerFactory.getLogger(RenewalRun.class);
    private static final Duration LEAST_MARGIN = Duration.ofMinutes(5);
    private static final int PARTS_OF_LIFETIME = 10;

    private final Surroundings surroundings;
    private final Selection selection;
    private final Locks locks;
    private final Map<String, Unsaved> unsaved = new HashMap<>();
    private final Map<String, String> warned = new HashMap<>();

    /**
     * What a provider gave that could not be written. It is kept until it can be: the refresh token that it was given for
     * may be worthless by now.
     *
     * @param before what it is to replace
     */
    private record Unsaved(Credential before, Credential renewed) {}

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
                    && (unsaved.containsKey(provider) || due(provider).isPresent())) {
                Optional<ProcessLock> lock = locks.tryCredential(provider, "renewal");
                if (lock.isPresent()) {
                    try (ProcessLock held = lock.get()) {
                        replace(selected, refresher);
                    }
                }
            }
        } catch (IOException | FlowGateException failure) {
            warn(provider, "The credential of " + provider + " cannot be renewed now: " + ServerText.reason(failure));
        }
    }

    private void replace(Selected selected, CredentialRefresher refresher) throws IOException, InterruptedException {
        String provider = selected.config().name();
        Unsaved kept = unsaved.get(provider);
        if (kept != null
                && surroundings
                        .store()
                        .readFile(provider)
                        .filter(stored -> stored.credential().equals(kept.before()))
                        .isPresent()) {
            // Also when another process was refused meanwhile, for its refresh token is the one that was used up.
            save(provider, kept.before(), kept.renewed());
            return;
        }
        // Somebody has logged in anew, or out.
        unsaved.remove(provider);
        // Whoever held the lock before may have renewed it.
        Optional<StoredFile> stored = due(provider);
        if (stored.isPresent()) {
            renew(selected, refresher, stored.get());
        }
    }

    /** Warns once of what is found at every look. */
    private void warn(String provider, String warning) {
        if (!warning.equals(warned.put(provider, warning))) {
            LOG.warn("{}", warning);
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
            save(provider, stored.credential(), renewed);
        } catch (AuthException refused) {
            String reason = ServerText.reason(refused);
            store.note(provider, stored.renewal().refused(reason));
            LOG.error(
                    "The credential of {} cannot be renewed: {} Log in again: flowgate auth login {}",
                    provider,
                    reason,
                    provider);
            surroundings.events().accept(event.withResult("failed").withDetail("Log in again. " + reason));
        } catch (IOException passing) {
            String reason = ServerText.reason(passing);
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

    private void save(String provider, Credential before, Credential renewed) {
        FlowGateEvent event = FlowGateEvent.of("auth_renewal").withProvider(provider);
        try {
            surroundings.store().write(provider, renewed);
        } catch (IOException failed) {
            String problem = "The renewed credential of " + provider + " cannot be written to "
                    + surroundings.store().location(provider) + ": " + ServerText.reason(failed)
                    + ". Make room or give access: it is written as soon as that is possible, and lost if this process"
                    + " ends before.";
            warn(provider, problem);
            if (unsaved.put(provider, new Unsaved(before, renewed)) == null) {
                surroundings.events().accept(event.withResult("failed").withDetail(problem));
            }
            return;
        }
        unsaved.remove(provider);
        warned.remove(provider);
        surroundings.events().accept(event.withResult("success"));
    }
}
