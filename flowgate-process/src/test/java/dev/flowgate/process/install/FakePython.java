package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder with programs that behave like Python and uv, and files that say how they behave. */
final class FakePython {
    private final Path programs;
    private final Path state;

    FakePython(Path folder) throws IOException {
        this.programs = Files.createDirectories(folder.resolve("programs"));
        this.state = Files.createDirectories(folder.resolve("state"));
    }

    /** Puts a Python there; returns its path. */
    Path python(String name) throws IOException {
        return program("python.sh", name);
    }

    Path uv() throws IOException {
        return program("uv.sh", "uv");
    }

    /** Sets how they behave; the script says what there is. */
    FakePython with(String name, String value) throws IOException {
        Files.writeString(state.resolve(name), value);
        return this;
    }

    void without(String name) throws IOException {
        Files.deleteIfExists(state.resolve(name));
    }

    Path state(String name) {
        return state.resolve(name);
    }

    List<String> calls() throws IOException {
        return Files.exists(state("calls")) ? Files.readAllLines(state("calls")) : List.of();
    }

    /** An environment in which they are found, and nothing that configures pip on this machine. */
    Map<String, String> environment(String... more) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", programs.toString());
        environment.put("HOME", programs.toString());
        environment.put("PIP_CONFIG_FILE", "/dev/null");
        for (int index = 0; index < more.length; index += 2) {
            environment.put(more[index], more[index + 1]);
        }
        return environment;
    }

    private Path program(String resource, String name) throws IOException {
        try (var content = FakePython.class.getResourceAsStream(resource)) {
            String text = new String(content.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Path file = Files.writeString(programs.resolve(name), text.replace("@STATE@", "'" + state + "'"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file;
        }
    }
}
