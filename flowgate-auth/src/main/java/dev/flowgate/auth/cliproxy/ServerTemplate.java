package dev.flowgate.auth.cliproxy;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.json.JsonText;
import dev.flowgate.secret.Secret;
import java.nio.file.Path;

/** The configuration that a new CLIProxyAPI starts with. */
final class ServerTemplate {
    private ServerTemplate() {}

    /** Returns the text for a server at a service's address. Texts are in the quotes of JSON, which YAML reads alike. */
    static String text(ServiceConfig service, Path authDirectory, Secret clientKey, Path clientKeyFile) {
        return """
                # The configuration of CLIProxyAPI, written by FlowGate because there was none. It is yours now: FlowGate
                # changes single values of it, when you ask for that by "flowgate doctor --fix", and nothing else.
                # The server takes most changes while it runs; host, port, tls and auth-dir need a restart:
                #   flowgate service restart cliproxyapi_plus
                # Some editors replace the file when they save; the server misses that and every change after it, until
                # it is restarted.

                # Where it listens; the same as services.cliproxyapi_plus in FlowGate's configuration. On any other
                # address than that of this machine alone, others reach it.
                host: %s
                port: %d

                # Where it keeps logins: "flowgate auth login codex" adds one. It must be an absolute path.
                auth-dir: %s

                # Clients must present one of these keys; without any, the server answers everybody. FlowGate made this
                # one and keeps it for deployments in %s
                api-keys:
                  - %s

                # FlowGate manages the server by a key that it hands over at each start, so none stands here.
                remote-management:
                  allow-remote: false
                  # The panel is a web page that the server would download from the internet.
                  disable-control-panel: true
                  disable-auto-update-panel: true

                # What else it knows is in the config.example.yaml of its release: upstreams with an API key of their own
                # (openai-compatibility, gemini-api-key, claude-api-key, codex-api-key), models that a login shall not
                # offer (oauth-excluded-models), proxy-url, request-retry, and more. FlowGate leaves all that as it is.
                # openai-compatibility:
                #   - name: openrouter
                #     base-url: https://openrouter.ai/api/v1
                #     api-key-entries:
                #       - api-key: sk-or-...
                #     models:
                #       - name: openai/gpt-4o
                #         alias: gpt-4o
                """.formatted(
                        JsonText.compact(ServerHost.ofService(service.host()).name()),
                        service.port(),
                        JsonText.compact(authDirectory.toString()),
                        // A line break in a path would end the comment.
                        JsonText.compact(clientKeyFile.toString()),
                        JsonText.compact(clientKey.reveal()));
    }
}
