package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of this machine run, at one moment: their executables and their arguments. The arguments count because
 * a Python environment's interpreter is a link to the system's one, so that the executable alone does not tell. Processes
 * of other users, which only root can look at, are not seen.
 */
final class RunningPrograms {
    private static final Path PROC = Path.of("/proc");

    private final Set<String> paths = new HashSet<>();
    private final Set<Object> executables = new HashSet<>();

    private RunningPrograms() {}

    /** Looks at all processes. */
    static RunningPrograms now() throws IOException {
        RunningPrograms running = new RunningPrograms();
        if (Files.isDirectory(PROC.resolve("self"))) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
                processes.forEach(running::addLinux);
            }
        } else {
            ProcessHandle.allProcesses().map(ProcessHandle::info).forEach(info -> {
                info.command().ifPresent(running.paths::add);
                info.arguments().map(List::of).ifPresent(running.paths::addAll);
            });
        }
        return running;
    }

    /**
     * Tells whether a process runs something of a folder.
     *
     * @param folder an existing folder
     * @param program a file in it that may be running under another name; null when there is none
     */
    boolean use(Path folder, @Nullable Path program) throws IOException {
        Object key = program == null || !Files.exists(program)
                ? null
                : Files.readAttributes(program, BasicFileAttributes.class).fileKey();
        if (key != null && executables.contains(key)) {
            return true;
        }
        List<String> prefixes = List.of(folder + "/", folder.toRealPath() + "/");
        return paths.stream().anyMatch(path -> prefixes.stream().anyMatch(path::contains));
    }

    private void addLinux(Path process) {
        try {
            Path executable = process.resolve("exe");
            paths.add(Files.readSymbolicLink(executable).toString());
            // The link leads to the file even when its name has been removed or given to another one.
            Object key =
                    Files.readAttributes(executable, BasicFileAttributes.class).fileKey();
            if (key != null) {
                executables.add(key);
            }
            String arguments = InstallStorage.text(process.resolve("cmdline"));
            paths.addAll(List.of(arguments.split("\0", -1)));
        } catch (IOException goneOrForbidden) {
            // A process ends at any moment, and the kernel's own have no executable.
            return;
        }
    }
}
