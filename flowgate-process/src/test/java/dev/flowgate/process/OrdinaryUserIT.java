package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user without rights starts, sees, takes over and stops a service; root is no special case the other way round. */
@Timeout(60)
class OrdinaryUserIT {
    private static final String NOBODY = "65534";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void open() throws IOException {
        Tools.requireRoot();
        Tools.require("setpriv");
        folder = temporary.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static List<String> asNobody(Path classes, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs"));
        List<String> java = ServiceFixture.java(main, arguments);
        java.set(java.indexOf("-cp") + 1, classes + "/*" + File.pathSeparator + classes);
        command.addAll(java);
        return command;
    }

    /** The test's own classes can be in a folder that only root may enter. */
    private Path copyOfClasses() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("classes"));
        String classPath =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            // An empty entry would be the working directory.
            if (!entry.isEmpty() && Files.isDirectory(path)) {
                copyFolder(path, copy);
            } else if (entry.endsWith(".jar") && Files.exists(path)) {
                Files.copy(path, copy.resolve(path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Process opened = new ProcessBuilder("chmod", "-R", "a+rX", copy.toString()).start();
        assertThat(opened.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue())
                .isZero();
        return copy;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void startsAndStopsAsNobody() throws Exception {
        Path classes = copyOfClasses();
        try (WorkerProcess nobody = WorkerProcess.of(asNobody(classes, Worker.class, folder.toString()))
                .awaitReady()) {
            String pid = nobody.ask("spawn svc");
            assertThat(pid).startsWith("ok ");
            assertThat(nobody.ask("status svc")).isEqualTo("ok Running");
            assertThat(Files.readString(Path.of("/proc/" + pid.substring(3) + "/status"), StandardCharsets.UTF_8))
                    .contains("Uid:\t65534\t65534");
            Files.delete(folder.resolve("services/svc/record.json"));
            assertThat(nobody.ask("adopt svc")).isEqualTo(pid);
            assertThat(nobody.ask("stop svc")).isEqualTo("ok Stopped");
            assertThat(Path.of("/proc/" + pid.substring(3))).doesNotExist();
        }
    }

    @Test
    void namesTheOtherUserWhoHasThePort() throws Exception {
        Path classes = copyOfClasses();
        try (ServerSocket roots = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(roots.getLocalPort());
            Process starter = new ProcessBuilder(
                            asNobody(classes, PortStarter.class, folder.toString(), "web", "spawn", port, "127.0.0.1"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(starter.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(output).contains("is in use by another user's process (uid 0)");
        }
    }
}
