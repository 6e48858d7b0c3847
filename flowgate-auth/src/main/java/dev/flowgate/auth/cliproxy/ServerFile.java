package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.cliproxy.ServerFinding.Kind;
import dev.flowgate.auth.cliproxy.ServerFinding.Severity;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ServiceCommand;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * CLIProxyAPI's own configuration: the file that the command of the service {@code cliproxyapi_plus} names by
 * {@code -config}. FlowGate makes it when it is missing; from then on it belongs to the user, and FlowGate changes single
 * values of it when it is asked to.
 *
 * <p>Immutable, and safe for use by several threads and processes.
 */
public final class ServerFile {
    private final Path path;
    private final Path workingDirectory;
    private final ServiceConfig service;
    private final PathsConfig paths;

    private ServerFile(Path path, Path workingDirectory, ServiceConfig service, PathsConfig paths) {
        this.path = path;
        this.workingDirectory = workingDirectory;
        this.service = service;
        this.paths = paths;
    }

    /**
     * Finds the file.
     *
     * @param config FlowGate's configuration
     * @return the file, which need not exist; empty when there is no such service, or its command names no file
     * @throws AuthException if what the command names is not a path
     */
    public static Optional<ServerFile> of(FlowGateConfig config) {
        ServiceConfig service = config.services().get(ServerConfiguration.SERVICE);
        CommandConfig configured = service == null ? null : service.command();
        if (service == null || configured == null) {
            return Optional.empty();
        }
        ServiceCommand command = new ServiceCommand(configured.args(), configured.runsIn());
        return ConfigOption.file(command)
                .map(file -> new ServerFile(file, command.workingDirectory(), service, config.paths()));
    }

    /**
     * Returns where the file is.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Makes the file when it is missing: with the service's address, a client key that FlowGate makes ({@link ClientKey}),
     * FlowGate's folder of credentials, which is made as well, and without a control panel. Its owner alone can read it. A file that is there stays
     * as it is, also when another process makes it at the same moment.
     *
     * @return whether it was made
     * @throws AuthException if there is a client key that cannot be used; the message says what to do
     * @throws IOException if something cannot be written
     */
    public boolean create() throws IOException {
        if (Files.exists(path)) {
            return false;
        }
        Path runtime = paths.runtimeDirectory();
        // The server would leave it to the umask who may enter the folder.
        FilePermissions.createPrivateFolder(paths.authDirectory());
        return AtomicFile.create(
                path,
                ServerTemplate.text(
                        service, paths.authDirectory(), ClientKey.in(runtime), runtime.resolve(ClientKey.FILE_NAME)));
    }

    /**
     * Reads the file.
     *
     * @return what it says; empty when there is no file
     * @throws AuthException if it cannot be read or is no configuration; the message has nothing of its content
     */
    public Optional<ServerConfiguration> configuration() {
        return ServerDocument.read(path).map(document -> ServerConfiguration.of(path, document, workingDirectory));
    }

    /**
     * Looks for what is unsafe in the file, and for what does not fit FlowGate's own configuration.
     *
     * @return the findings; empty when there are none, or there is no file
     */
    public List<ServerFinding> findings() {
        try {
            return configuration()
                    .map(server -> ServerAudit.of(server, service, paths.runtimeDirectory()))
                    .orElse(List.of());
        } catch (AuthException unusable) {
            return List.of(new ServerFinding(
                    Kind.CONFIG_UNUSABLE,
                    Severity.FAILURE,
                    String.valueOf(unusable.getMessage()),
                    "correct " + path + ", or move it away: FlowGate writes another one when it starts the service",
                    false));
        }
    }

    /**
     * Repairs what is still found and is {@linkplain ServerFinding#fixable() fixable}: takes permissions from others, and
     * sets single values to those of the service, with a backup beside the file. The file is changed in place, so that the
     * server notices, and everything else in it stays as it is.
     *
     * @param kinds what to repair
     * @param clock gives the backup's time
     * @return what was done
     * @throws AuthException if the file cannot be read, or is written so that FlowGate cannot change the value alone
     * @throws IOException if something cannot be written
     */
    public ServerRepair repair(Collection<Kind> kinds, Clock clock) throws IOException {
        List<ServerFinding> due = findings().stream()
                .filter(finding -> finding.fixable() && kinds.contains(finding.kind()))
                .toList();
        return new FileRepair(path, service, paths.runtimeDirectory(), clock).of(due, configuration());
    }
}
