/** Logs in at a token broker that a colleague confirms tickets at. */
module example.ticket {
    requires dev.flowgate.auth;

    // For the module path; META-INF/services says the same for the class path.
    provides dev.flowgate.auth.spi.AuthMethod with
            example.ticket.TicketMethod;
}
