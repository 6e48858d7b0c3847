package dev.flowgate.profile;

import static org.awaitility.Awaitility.await;

import dev.flowgate.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProfileWatchIT {
    @TempDir
    Path folder;

    @Test
    void tellsOfEveryChangeAndSurvivesAFailingListener() throws IOException {
        Path state = folder.resolve("state.json");
        AtomicInteger calls = new AtomicInteger();
        Runnable listener = () -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the first call fails");
            }
        };

        try (ProfileWatch watch = ProfileWatch.start(state, Duration.ofMillis(10), listener)) {
            AtomicFile.write(state, "{\"current_profile\": \"one\"}");
            await().until(() -> calls.get() == 1);
            AtomicFile.write(state, "{\"current_profile\": \"two\"}");
            await().until(() -> calls.get() == 2);
        }
    }
}
