package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.cliproxy.ServerFinding.Kind;
import dev.flowgate.auth.cliproxy.ServerFinding.Severity;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at a server's configuration beside that of its service, and says what is wrong. */
final class ServerAudit {
    private static final String SERVICE = "services." + ServerConfiguration.SERVICE;
    private static final String RESTART = ", then: flowgate service restart " + ServerConfiguration.SERVICE;

    /** Keys of the server's own example, and of those in circulation. */
    private static final Pattern TEMPLATE =
            Pattern.compile("(?i)your[-_]?(api|management)[-_]?key.*|sk-local-test|change[-_]?me.*|example.*");

    private final ServerConfiguration server;
    private final ServiceConfig service;
    private final Path runtimeDirectory;
    private final List<ServerFinding> findings = new ArrayList<>();

    private ServerAudit(ServerConfiguration server, ServiceConfig service, Path runtimeDirectory) {
        this.server = server;
        this.service = service;
        this.runtimeDirectory = runtimeDirectory;
    }

    static List<ServerFinding> of(ServerConfiguration server, ServiceConfig service, Path runtimeDirectory) {
        ServerAudit audit = new ServerAudit(server, service, runtimeDirectory);
        audit.permissions();
        audit.authDirectory();
        audit.host();
        audit.port();
        audit.clientKeys();
        audit.management();
        audit.others();
        return List.copyOf(audit.findings);
    }

    private void permissions() {
        FilePermissions.exposure(server.file())
                .ifPresent(mode -> failure(
                        Kind.CONFIG_EXPOSED,
                        server.file() + ", where the keys of clients stand, is open to others (" + mode + ").",
                        "chmod 600 " + server.file(),
                        true));
        FilePermissions.exposure(server.authDirectory())
                .ifPresent(mode -> failure(
                        Kind.AUTH_DIR_EXPOSED,
                        server.authDirectory() + ", where CLIProxyAPI keeps logins, is open to others (" + mode + ").",
                        "chmod 700 " + server.authDirectory(),
                        true));
    }

    private void authDirectory() {
        String named = server.namedAuthDirectory();
        if (named.isEmpty()) {
            warning(
                    Kind.AUTH_DIR_MISSING,
                    "auth-dir is not set in " + server.file() + ": CLIProxyAPI keeps logins in "
                            + server.authDirectory() + ", and its Plus edition does not start.",
                    "set auth-dir to an absolute path in " + server.file() + RESTART);
        } else if (ConfigOption.isRelative(named)) {
            warning(
                    Kind.AUTH_DIR_RELATIVE,
                    "auth-dir in " + server.file() + " is " + named + ", which depends on the folder that the server is"
                            + " started in.",
                    "set auth-dir: " + server.authDirectory() + " in " + server.file() + RESTART);
        }
    }

    private void host() {
        ServerHost host = new ServerHost(server.host());
        ServerHost expected = ServerHost.ofService(service.host());
        String repair = "set host: \"" + expected.name() + "\" in " + server.file() + RESTART;
        if (!host.isLoopback()) {
            String message =
                    "host in " + server.file() + " is " + host + ": other machines reach CLIProxyAPI. Web pages of"
                            + " any origin may ask it, and the Plus edition's pages for a login to Kiro ask for no key.";
            if (expected.isLoopback()) {
                failure(Kind.HOST_NOT_LOOPBACK, message, repair, true);
            } else {
                // Both configurations say so, which nobody does by oversight.
                warning(
                        Kind.HOST_NOT_LOOPBACK,
                        message,
                        "set host: \"127.0.0.1\" in " + server.file() + " and in " + SERVICE + RESTART);
            }
        }
        if (!host.isReachedAt(expected)) {
            failure(
                    Kind.HOST_DIFFERS,
                    "host in " + server.file() + " is " + host + ", and " + SERVICE + ".host is " + expected
                            + ": FlowGate does not find the server.",
                    repair,
                    expected.isLoopback());
        }
    }

    private void port() {
        if (service.port() == 0) {
            return;
        }
        String repair = "set port: " + service.port() + " in " + server.file() + RESTART;
        if (server.port() == 0) {
            failure(
                    Kind.PORT_MISSING,
                    "port is not set in " + server.file()
                            + ": CLIProxyAPI takes a random one, and FlowGate looks for it" + " at " + service.port()
                            + " (" + SERVICE + ".port).",
                    repair,
                    true);
        } else if (server.port() != service.port()) {
            failure(
                    Kind.PORT_DIFFERS,
                    "port in " + server.file() + " is " + server.port() + ", and " + SERVICE + ".port is "
                            + service.port() + ": FlowGate does not find the server.",
                    repair,
                    true);
        }
    }

    private void clientKeys() {
        if (server.clientKeys().isEmpty()) {
            failure(
                    Kind.NO_CLIENT_KEYS,
                    "There are no api-keys in " + server.file() + ": whoever reaches CLIProxyAPI uses your"
                            + " subscriptions.",
                    "add a random key under api-keys in " + server.file() + ", and give it to your clients",
                    false);
            return;
        }
        long published =
                server.clientKeys().stream().filter(ServerAudit::isTemplate).count();
        if (published > 0) {
            failure(
                    Kind.TEMPLATE_CLIENT_KEY,
                    published + " of the " + server.clientKeys().size() + " api-keys in " + server.file()
                            + " come from a published example, so everybody knows them; CLIProxyAPI from 7.2.51 on"
                            + " answers 403 to all requests while there is one of its own.",
                    "replace them in " + server.file() + " by random keys, and give those to your clients",
                    false);
        }
        generatedKey();
    }

    private void generatedKey() {
        Path file = runtimeDirectory.resolve(ClientKey.FILE_NAME);
        try {
            if (ClientKey.existing(runtimeDirectory)
                    .filter(key -> !server.clientKeys().contains(key))
                    .isPresent()) {
                warning(
                        Kind.CLIENT_KEY_UNKNOWN,
                        "The key in " + file + " is not among the api-keys in " + server.file()
                                + ": a deployment that uses it is refused.",
                        "add it under api-keys in " + server.file() + ", or remove " + file);
            }
        } catch (AuthException unusable) {
            failure(Kind.CLIENT_KEY_UNKNOWN, String.valueOf(unusable.getMessage()), "correct or remove " + file, false);
        }
    }

    private void management() {
        ServerConfiguration.Management management = server.management();
        if (isTemplate(management.key())) {
            failure(
                    Kind.TEMPLATE_MANAGEMENT_KEY,
                    "remote-management.secret-key in " + server.file() + " comes from a published example.",
                    "remove secret-key from " + server.file()
                            + "; FlowGate hands over a key of its own when it starts the service",
                    false);
        }
        if (management.remote()) {
            failure(
                    Kind.REMOTE_MANAGEMENT,
                    "remote-management.allow-remote in " + server.file()
                            + " is true: other machines that know the key manage CLIProxyAPI, and download its logins.",
                    "set allow-remote: false in " + server.file(),
                    false);
        }
        if (management.panel()) {
            warning(
                    Kind.CONTROL_PANEL,
                    "remote-management.disable-control-panel in " + server.file()
                            + " is not true: CLIProxyAPI downloads a web page from the internet, and serves it.",
                    "set disable-control-panel: true under remote-management in " + server.file() + RESTART,
                    true);
        }
    }

    private void others() {
        if (server.tls()) {
            failure(
                    Kind.TLS_ENABLED,
                    "tls.enable in " + server.file() + " is true, and FlowGate asks the service by http.",
                    "set tls.enable: false in " + server.file() + RESTART,
                    false);
        }
        String profiling = server.profiling();
        if (profiling != null) {
            String host = profiling.substring(0, Math.max(0, profiling.lastIndexOf(':')));
            String message = "pprof.enable in " + server.file() + " is true: Go's profiler answers at " + profiling
                    + " without a key, and shows what is in the server's memory.";
            String repair = "set pprof.enable: false in " + server.file();
            if (ManagementKey.suits(host)) {
                warning(Kind.PROFILER, message, repair);
            } else {
                failure(Kind.PROFILER, message, repair, false);
            }
        }
    }

    private static boolean isTemplate(@Nullable Secret key) {
        return key != null && TEMPLATE.matcher(key.reveal()).matches();
    }

    private void failure(Kind kind, String message, String repair, boolean fixable) {
        findings.add(new ServerFinding(kind, Severity.FAILURE, message, repair, fixable));
    }

    private void warning(Kind kind, String message, String repair) {
        warning(kind, message, repair, false);
    }

    private void warning(Kind kind, String message, String repair, boolean fixable) {
        findings.add(new ServerFinding(kind, Severity.WARNING, message, repair, fixable));
    }
}
