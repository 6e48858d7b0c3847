package dev.flowgate.auth;

import dev.flowgate.auth.cliproxy.OauthPollMethod;
import dev.flowgate.auth.imports.ClaudeImporter;
import dev.flowgate.auth.imports.CodexImporter;
import dev.flowgate.auth.imports.CopilotImporter;
import dev.flowgate.auth.imports.GeminiImporter;
import dev.flowgate.auth.imports.KiroImporter;
import dev.flowgate.auth.imports.QwenImporter;
import dev.flowgate.auth.key.ApiKeyMethod;
import dev.flowgate.auth.key.TokenFileMethod;
import dev.flowgate.auth.oauth.OauthDeviceMethod;
import dev.flowgate.auth.oauth.OauthPkceMethod;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.CredentialImporter;
import java.util.List;

/** The methods and importers that come with FlowGate. */
final class BuiltIns {
    private BuiltIns() {}

    static List<AuthMethod> methods() {
        return List.of(
                new ApiKeyMethod(),
                new OauthDeviceMethod(),
                new OauthPkceMethod(),
                new OauthPollMethod(),
                new TokenFileMethod());
    }

    static List<CredentialImporter> importers() {
        return List.of(
                new ClaudeImporter(),
                new CodexImporter(),
                new CopilotImporter(),
                new GeminiImporter(),
                new KiroImporter(),
                new QwenImporter());
    }
}
