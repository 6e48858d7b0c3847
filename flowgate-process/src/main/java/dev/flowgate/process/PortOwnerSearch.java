package dev.flowgate.process;

import java.util.Optional;

@SuppressWarnings("DoNotCallSuggester")
final class PortOwnerSearch {
    private PortOwnerSearch() {}

    static Optional<PortOwner> find(String host, int port) {
        throw new UnsupportedOperationException("not yet: " + host + ":" + port);
    }
}
