package example.ticket;

import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;

/** One login: a ticket, and looks at it. FlowGate keeps the interval and the deadline, and repeats what fails in passing. */
final class TicketSession implements AuthSession {
    private final Broker broker;
    private final String team;
    private Broker.Ticket ticket;

    TicketSession(Broker broker, String team) {
        this.broker = broker;
        this.team = team;
    }

    @Override
    public AuthStatus begin() throws IOException, InterruptedException {
        ticket = broker.open(team);
        return waiting();
    }

    @Override
    public AuthStatus poll() throws IOException, InterruptedException {
        Broker.Look look = broker.look(ticket);
        return switch (look.state()) {
            case "confirmed" -> new AuthStatus.Authorized(look.credential());
            case "rejected" -> new AuthStatus.Denied("Ticket " + ticket.number() + " was rejected.");
            default -> waiting();
        };
    }

    private AuthStatus waiting() {
        String note = "Ask a colleague to confirm ticket " + ticket.number() + ".";
        return new AuthStatus.Pending(new LoginPrompt(ticket.page(), ticket.number(), false, note), null);
    }
}
