package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a record several times a second, and does what that costs only when it has changed. */
final class RepeatedReading {
    private final ServiceFolder folder;
    private byte @Nullable [] content;
    private @Nullable Reading reading;
    private boolean changed;

    RepeatedReading(ServiceFolder folder) {
        this.folder = folder;
    }

    /**
     * Reads the record.
     *
     * @throws ProcessException if there is a file and it cannot be read
     */
    Reading read() {
        byte[] now = RecordReader.content(folder);
        Reading known = reading;
        changed = known == null || !Arrays.equals(now, content);
        if (known == null || changed) {
            known = RecordReader.parse(now, folder);
            content = now;
            reading = known;
        }
        return known;
    }

    /** Tells whether what was read last is something else than what was read before. */
    boolean hasChanged() {
        return changed;
    }
}
