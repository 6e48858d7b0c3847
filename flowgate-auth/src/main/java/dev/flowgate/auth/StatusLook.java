package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out how a provider stands, and adds to what its method tells what only FlowGate knows. */
final class StatusLook {
    private final Surroundings surroundings;
    private final Selection selection;

    StatusLook(Surroundings surroundings, Selection selection) {
        this.surroundings = surroundings;
        this.selection = selection;
    }

    ProviderStatus look(ProviderSummary summary) throws InterruptedException {
        if (!summary.login()) {
            return new ProviderStatus(summary, List.of(), summary.problem());
        }
        try {
            Selected selected = selection.select(summary.name());
            List<HeldCredential> completed = new ArrayList<>();
            for (HeldCredential held :
                    Foreign.call(selected, () -> selected.method().held(selected.context()))) {
                completed.add(complete(summary.name(), held));
            }
            return new ProviderStatus(summary, completed, null);
        } catch (IOException passing) {
            return new ProviderStatus(summary, List.of(), ServerText.reason(passing));
        } catch (FlowGateException failure) {
            return new ProviderStatus(summary, List.of(), failure.getMessage());
        }
    }

    private HeldCredential complete(String provider, HeldCredential held) throws IOException {
        Path file = surroundings.store().location(provider);
        if (held.problem() != null || !held.location().equals(file.toString())) {
            return held;
        }
        return new HeldCredential(
                held.account(), held.location(), held.expiresAt(), held.renewable(), problem(provider, file, held));
    }

    private @Nullable String problem(String provider, Path file, HeldCredential held) throws IOException {
        Optional<String> exposure = FilePermissions.exposure(file);
        if (exposure.isPresent()) {
            return "others can read it (" + exposure.get() + "): chmod 600 " + file;
        }
        RenewalNote renewal =
                surroundings.store().readFile(provider).map(StoredFile::renewal).orElse(RenewalNote.NONE);
        String again = "log in again: flowgate auth login " + provider;
        if (renewal.isFinal()) {
            return "it cannot be renewed (" + renewal.problem() + "); " + again;
        }
        Instant end = held.expiresAt();
        boolean expired = end != null && !surroundings.clock().instant().isBefore(end);
        if (renewal.problem() != null) {
            return "the last renewal failed (" + renewal.problem() + "); " + (expired ? again : "it is tried again");
        }
        // One that is renewed by itself has to end between two uses.
        return expired && !held.renewable() ? "it has expired at " + end + "; " + again : null;
    }
}
