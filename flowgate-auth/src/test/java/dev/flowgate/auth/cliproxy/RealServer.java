package dev.flowgate.auth.cliproxy;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real CLIProxyAPI of the mainline, built from its Go module. The binary is kept in the folder that the variable
 * {@code FLOWGATE_TEST_CACHE} names, {@code .cache/flowgate-tests} in the home folder else; it is built only when the
 * system property {@code flowgate.real} is true, because that takes minutes.
 */
final class RealServer implements AutoCloseable {
    static final String VERSION = "7.2.140";

    private static final Logger LOG = LoggerFactory.getLogger(RealServer.class);
    private static final String MODULE = "github.com/router-for-me/CLIProxyAPI/v7@v" + VERSION;
    private static final long BUILD_MINUTES = 15;

    private final Process process;
    private final SocketChannel reservation;
    private final URI address;

    private RealServer(Process process, SocketChannel reservation, URI address) {
        this.process = process;
        this.reservation = reservation;
        this.address = address;
    }

    /** Returns the binary; empty when it cannot be had, for the reason that is logged. */
    static Optional<Path> binary() throws IOException, InterruptedException {
        String cache = System.getenv("FLOWGATE_TEST_CACHE");
        Path folder =
                cache == null ? Path.of(System.getProperty("user.home"), ".cache", "flowgate-tests") : Path.of(cache);
        Path binary = folder.resolve("cliproxyapi-v" + VERSION).resolve("server");
        if (Files.isExecutable(binary)) {
            return Optional.of(binary);
        }
        if (!Boolean.getBoolean("flowgate.real")) {
            LOG.warn("NOT TESTED against a real CLIProxyAPI: {} is not there. -Dflowgate.real=true builds it.", binary);
            return Optional.empty();
        }
        return build(binary);
    }

    /**
     * Reserves a port of the loopback: a socket is bound to it that does not listen, so that the server can, and the kernel
     * gives it to nobody else meanwhile.
     */
    static SocketChannel reservePort() throws IOException {
        SocketChannel reservation = SocketChannel.open(StandardProtocolFamily.INET);
        reservation.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static int port(SocketChannel reservation) throws IOException {
        return ((InetSocketAddress) reservation.getLocalAddress()).getPort();
    }

    /** Starts it on loopback, in a folder of its own, and with no other environment than is needed. */
    static RealServer start(Path binary, Path folder, String key) throws IOException {
        SocketChannel reservation = reservePort();
        Files.writeString(folder.resolve("config.yaml"), """
                host: 127.0.0.1
                port: %d
                auth-dir: ./logins
                api-keys: [sk-of-this-test]
                remote-management: {disable-control-panel: true}
                """.formatted(port(reservation)));
        return start(binary, folder, Path.of("config.yaml"), reservation, key);
    }

    /**
     * Starts it with a configuration that names a port on loopback.
     *
     * @param reservation that of the port; closed with the server
     */
    static RealServer start(Path binary, Path folder, Path configuration, SocketChannel reservation, String key)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(binary.toString(), "-config", configuration.toString(), "-local-model");
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().clear();
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("MANAGEMENT_PASSWORD", key);
        return new RealServer(builder.start(), reservation, URI.create("http://127.0.0.1:" + port(reservation)));
    }

    URI address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        reservation.close();
    }

    private static Optional<Path> build(Path binary) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(binary.resolveSibling("."));
        Path answer = binary.resolveSibling("module.json");
        if (!run(folder, answer, "go", "mod", "download", "-json", MODULE)) {
            LOG.warn("NOT TESTED against a real CLIProxyAPI: its Go module {} cannot be had; see {}.", MODULE, answer);
            return Optional.empty();
        }
        Map<String, ?> module = JsonText.readObject(Files.readString(answer));
        Path part = binary.resolveSibling("server.part");
        boolean built = run(
                Path.of(String.valueOf(module.get("Dir"))),
                binary.resolveSibling("build.log"),
                "go",
                "build",
                "-p",
                "1",
                "-trimpath",
                "-ldflags",
                "-X main.Version=" + VERSION,
                "-o",
                part.toString(),
                "./cmd/server");
        if (!built) {
            LOG.warn("NOT TESTED against a real CLIProxyAPI: its build failed; see {}.", folder);
            return Optional.empty();
        }
        Files.move(part, binary, StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(binary);
    }

    private static boolean run(Path folder, Path output, String... command) throws InterruptedException {
        List<String> niced = new ArrayList<>(List.of("nice", "-n", "15"));
        niced.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(niced)
                    .directory(folder.toFile())
                    .redirectError(output.resolveSibling("go.log").toFile())
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException noGo) {
            LOG.warn("{} cannot be run: {}", command[0], noGo.getMessage());
            return false;
        }
    }
}
