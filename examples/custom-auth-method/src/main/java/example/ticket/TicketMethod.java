package example.ticket;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/**
 * Logs in at a company's token broker: it opens a ticket, somebody confirms the ticket in the broker's web page, and the
 * broker hands out a token for a model server. The token can be renewed.
 */
public final class TicketMethod implements AuthMethod, CredentialRefresher {
    @Override
    public String id() {
        return "broker_ticket";
    }

    @Override
    public AuthSession login(AuthContext context) {
        AuthSettings settings = AuthSettings.of(context);
        settings.requireOnly(Set.of("broker", "team"));
        Broker broker = broker(context);
        return new TicketSession(broker, settings.requiredText("team"));
    }

    @Override
    public Credential refresh(AuthContext context, Credential credential) throws IOException, InterruptedException {
        return broker(context).renew(credential);
    }

    private static Broker broker(AuthContext context) {
        URI address = AuthSettings.of(context).requiredAddress("broker");
        return new Broker(address, context.http(), context.clock());
    }
}
