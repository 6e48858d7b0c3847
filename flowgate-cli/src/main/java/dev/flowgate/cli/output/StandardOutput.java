package dev.flowgate.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The standard output of this process. It remembers why it could not be written, which a print stream keeps to itself. */
public final class StandardOutput extends OutputStream {
    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);
    private @Nullable IOException failure;

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            file.write(bytes, offset, length);
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    /**
     * Returns what to say about a result that is not complete; null when it is, and when its reader went away: whoever reads
     * no more, as {@code head} does, wants no more.
     */
    public @Nullable String problem() {
        if (failure == null || isReadByProgram()) {
            return null;
        }
        return "The result could not be written to standard output: " + failure.getMessage()
                + ". What was done is done; make room, or send the result elsewhere.";
    }

    private static boolean isReadByProgram() {
        try {
            int type = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & FILE_TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }
}
