package dev.flowgate.process.install;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files that are part of this module: the lock, and the small programs that interpreters and shells are given. */
final class BundledFiles {
    private BundledFiles() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream content = BundledFiles.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new FileNotFoundException(name + " is missing in FlowGate's jar");
            }
            return content.readAllBytes();
        }
    }

    static String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
