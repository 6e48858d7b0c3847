package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.CredentialImporter;
import java.util.List;

/** The methods and importers that come with FlowGate. */
final class BuiltIns {
    private BuiltIns() {}

    static List<AuthMethod> methods() {
        return List.of();
    }

    static List<CredentialImporter> importers() {
        return List.of();
    }
}
