package dev.flowgate.cli.doctor;

import dev.flowgate.cli.real.ProgramFile;
import java.nio.file.Path;
import java.util.Optional;

/** Looks up the programs that checks run. */
final class Programs {
    private Programs() {}

    /** Returns the file of a program that the command's own {@code PATH} names. */
    static Optional<Path> find(String program, Examination examination) {
        return ProgramFile.find(program, Path.of("").toAbsolutePath(), examination.variable("PATH"));
    }
}
