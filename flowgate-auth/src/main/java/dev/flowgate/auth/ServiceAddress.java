package dev.flowgate.auth;

import dev.flowgate.config.ServiceConfig;
import java.net.URI;
import java.util.Optional;

/** Where a service of this machine is reached. */
final class ServiceAddress {
    private ServiceAddress() {}

    /** Returns the address; empty when the service has no port. */
    static Optional<URI> of(ServiceConfig service) {
        if (service.port() == 0) {
            return Optional.empty();
        }
        String host = switch (service.host()) {
            // What listens on every address is reached at the machine's own.
            case "0.0.0.0", "" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default ->
                service.host().indexOf(':') >= 0 && !service.host().startsWith("[")
                        ? "[" + service.host() + "]"
                        : service.host();
        };
        return Optional.of(URI.create("http://" + host + ":" + service.port()));
    }
}
