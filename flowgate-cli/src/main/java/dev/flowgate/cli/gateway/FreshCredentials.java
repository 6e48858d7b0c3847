package dev.flowgate.cli.gateway;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.AuthProviders;
import dev.flowgate.auth.Renewal;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.event.EventLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Renews the stored credentials that a running engine uses as keys, while there are any. */
final class FreshCredentials implements AutoCloseable {
    private final EventLog events;
    private @Nullable Renewal renewal;

    FreshCredentials(EventLog events) {
        this.events = events;
    }

    /** Follows a configuration in place of the one before. What cannot be renewed keeps no engine from running. */
    synchronized void follow(FlowGateConfig config) {
        close();
        if (config.storedCredentials().isEmpty()) {
            return;
        }
        try {
            renewal = AuthProviders.builder(config).events(events).build().keepFresh();
        } catch (FlowGateException failure) {
            LoggerFactory.getLogger(FreshCredentials.class)
                    .error("Stored credentials are not renewed: {}", failure.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        Renewal running = renewal;
        renewal = null;
        if (running != null) {
            running.close();
        }
    }
}
