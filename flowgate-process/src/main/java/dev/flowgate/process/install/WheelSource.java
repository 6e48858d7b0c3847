package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A folder of wheels, or an archive of them, that somebody has brought to a machine without a network. */
final class WheelSource {
    private static final Duration UNPACKING = Duration.ofMinutes(10);
    private static final String SAID = "flowgate: ";

    private final Path given;

    /**
     * Creates a source.
     *
     * @param given the folder or the archive
     * @throws InstallException if there is no such thing, or a folder without wheels
     */
    WheelSource(Path given) {
        this.given = given.toAbsolutePath().normalize();
        if (!Files.exists(this.given)) {
            throw new InstallException(
                    "There is no " + this.given + " to install LiteLLM from. Give a folder of wheels, or"
                            + " a tar.gz or zip of one, as docs/bootstrap.md describes.");
        }
        if (Files.isDirectory(this.given) && !hasWheels()) {
            throw new InstallException(
                    this.given + " has no wheels (*.whl) in it. Fill it by \"pip download\" with the lock,"
                            + " as docs/bootstrap.md describes.");
        }
    }

    /**
     * Returns a folder of the wheels.
     *
     * @param interpreter unpacks an archive
     * @param folder where to; it is created then
     * @throws InstallException if it is no archive of wheels
     */
    Path folder(PythonInterpreter interpreter, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        if (Files.isDirectory(given)) {
            return given;
        }
        Files.createDirectories(folder);
        List<String> command = List.of(
                interpreter.executable().toString(),
                "-I",
                "-c",
                BundledFiles.text("unpack.py"),
                given.toString(),
                folder.toString());
        BoundedCommand.Outcome outcome = new BoundedCommand(command, environment, UNPACKING).run(line -> {});
        if (!outcome.succeeded()) {
            String reason = outcome.lines().stream()
                    .filter(line -> !line.isBlank())
                    .reduce((before, after) -> after)
                    .map(line -> line.startsWith(SAID) ? line.substring(SAID.length()) : line.strip())
                    .orElse(outcome.ended() ? "no reason was given" : "it takes too long");
            throw new InstallException(given + " cannot be unpacked: " + reason
                    + ". Give a folder of wheels, or a tar.gz or zip of one, as docs/bootstrap.md describes.");
        }
        return folder;
    }

    @Override
    public String toString() {
        return given.toString();
    }

    private boolean hasWheels() {
        try (DirectoryStream<Path> wheels = Files.newDirectoryStream(given, "*.whl")) {
            return wheels.iterator().hasNext();
        } catch (IOException unreadable) {
            throw new InstallException(
                    given + " cannot be read (" + unreadable.getMessage() + "). Check its permissions.", unreadable);
        }
    }
}
