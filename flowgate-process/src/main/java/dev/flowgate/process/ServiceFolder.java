package dev.flowgate.process;

import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * The files of one service, in {@code services/NAME} below the runtime directory. The lock file is missing here on
 * purpose: only {@link TransitionLock} may open it.
 */
final class ServiceFolder {
    /** The descriptor by which a service holds {@link #runLock()}; the shim opens it. */
    static final int RUN_LOCK_DESCRIPTOR = 9;

    /** More than a start writes before the service runs. */
    private static final int ROOM_BYTES = 16 * 1024;

    private static final String RECORD = "record.json";
    private static final String PID = ".pid";
    private static final String EXIT = ".exit";
    private static final String READY = ".ready";
    private static final String GUARD = ".guard";
    // Written by the guard, and read by the shim.
    private static final String HOST = ".host";

    private final Path path;
    private final String service;

    private ServiceFolder(Path path, String service) {
        this.path = path;
        this.service = service;
    }

    static ServiceFolder of(Path runtimeDirectory, String service) {
        ServiceNames.requireValid(service);
        return new ServiceFolder(services(runtimeDirectory).resolve(service), service);
    }

    /** Lists the services that have a record, sorted. */
    static List<String> known(Path runtimeDirectory) {
        List<String> names = new ArrayList<>();
        String[] entries = services(runtimeDirectory).toFile().list();
        if (entries != null) {
            for (String name : entries) {
                if (ServiceNames.isValid(name)
                        && Files.isRegularFile(of(runtimeDirectory, name).record())) {
                    names.add(name);
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    /** Creates the folder, and tightens it when it was there with another mode. */
    void create() {
        try {
            FilePermissions.createPrivateFolder(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException failed) {
            throw storage("The folder of the service " + service + " cannot be created", path, failed);
        }
    }

    /** Fails when the disk takes no more files: whoever starts a service has to write down what it started. */
    void requireRoom() {
        Path tried = path.resolve(".room");
        try {
            try {
                Files.write(tried, new byte[ROOM_BYTES]);
            } finally {
                Files.deleteIfExists(tried);
            }
        } catch (IOException failed) {
            throw storage("No file of the service " + service + " can be written", path, failed);
        }
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    String service() {
        return service;
    }

    Path path() {
        return path;
    }

    Path record() {
        return path.resolve(RECORD);
    }

    /** Returns the run lock as the kernel names it, without symbolic links. */
    Path realRunLock() {
        try {
            return runLock().toRealPath();
        } catch (IOException missing) {
            return runLock();
        }
    }

    Path runLock() {
        return path.resolve("run.lock");
    }

    Path shim() {
        return path.resolve("shim.sh");
    }

    Path log() {
        return path.resolve("service.log");
    }

    Path pidFile(String instance) {
        return path.resolve(instance + PID);
    }

    Path exitFile(String instance) {
        return path.resolve(instance + EXIT);
    }

    /** Returns the file that names the guard of an instance that ends with its host. */
    Path guardFile(String instance) {
        return path.resolve(instance + GUARD);
    }

    /** Returns the file that is there when an instance was ready at some time. */
    Path readyFile(String instance) {
        return path.resolve(instance + READY);
    }

    /** Returns the file in which a supervision writes what it has decided. */
    Path restart() {
        return path.resolve("restart.json");
    }

    /** Lists the instances that left files. */
    List<String> instances() {
        List<String> instances = new ArrayList<>();
        String[] entries = path.toFile().list();
        if (entries == null) {
            return instances;
        }
        for (String name : entries) {
            int dot = name.lastIndexOf('.');
            if (dot > 0
                    && (name.endsWith(PID) || name.endsWith(EXIT) || name.endsWith(READY))
                    && isInstance(name.substring(0, dot))
                    && !instances.contains(name.substring(0, dot))) {
                instances.add(name.substring(0, dot));
            }
        }
        return instances;
    }

    /** Deletes what an instance that has ended left behind, and the temporary files of interrupted writes. */
    void deleteInstance(String instance) {
        delete(pidFile(instance));
        delete(exitFile(instance));
        delete(readyFile(instance));
        delete(guardFile(instance));
        delete(path.resolve(instance + HOST));
        try (DirectoryStream<Path> temporary = Files.newDirectoryStream(path, "." + instance + ".*")) {
            for (Path file : temporary) {
                delete(file);
            }
        } catch (IOException failed) {
            throw storage("The folder of the service " + service + " cannot be read", path, failed);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw storage("A file of the service " + service + " cannot be deleted", file, failed);
        }
    }

    static ProcessException storage(String what, Path file, IOException cause) {
        return new ProcessException(
                what + ": " + file + " (" + reason(cause)
                        + "). Check who owns the folder and whether the disk is full.",
                new ProcessFailure.Storage(file),
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    /** Tells whether a text is an instance as it is written down. */
    static boolean isInstance(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static Path services(Path runtimeDirectory) {
        return runtimeDirectory.resolve("services");
    }
}
