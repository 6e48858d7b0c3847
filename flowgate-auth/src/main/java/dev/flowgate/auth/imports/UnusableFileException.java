package dev.flowgate.auth.imports;

import java.io.IOException;

/** A file that can be used for nothing as it is. The message is the rest of a sentence that begins with the file. */
final class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableFileException(String reason) {
        super(reason);
    }
}
