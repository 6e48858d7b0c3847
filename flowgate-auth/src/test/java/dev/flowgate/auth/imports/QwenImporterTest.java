package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QwenImporterTest {
    @TempDir
    Path home;

    private final QwenImporter importer = new QwenImporter();
    private Sources sources;
    private TestContext context;
    private final Map<String, Object> login = new LinkedHashMap<>();

    @BeforeEach
    void sample() {
        sources = new Sources(home);
        context = sources.context("qwen");
        login.put("access_token", "qwen-made-up");
        login.put("refresh_token", "qwen-refresh-made-up");
        login.put("token_type", "Bearer");
        login.put("resource_url", "portal.qwen.ai");
        login.put("expiry_date", Sources.NOW.plus(Duration.ofHours(6)).toEpochMilli());
    }

    private ImportedCredential imported() throws IOException {
        assertThat(importer.sources(context)).containsExactly(home.resolve(".qwen/oauth_creds.json"));
        return Sources.only(importer, sources.write(".qwen/oauth_creds.json", login), context);
    }

    @Test
    void writesWhatTheServerReads() throws IOException {
        context.setting("account", "work");

        ImportedCredential credential = imported();

        assertThat(credential.fileName()).isEqualTo("qwen-work.json");
        assertThat(credential.content())
                .containsExactly(
                        entry("type", "qwen"),
                        entry("access_token", "qwen-made-up"),
                        entry("refresh_token", "qwen-refresh-made-up"),
                        entry("resource_url", "portal.qwen.ai"),
                        entry("email", "work"),
                        entry("expired", "2026-11-22T16:00:00Z"),
                        entry("last_refresh", "2026-11-22T10:00:00Z"));
    }

    @Test
    void leavesOutAnEmptyAddress() throws IOException {
        for (Object empty : new Object[] {null, "", " "}) {
            login.put("resource_url", empty);

            assertThat(imported().content()).doesNotContainKey("resource_url");
        }
    }

    @Test
    void givesTheSourceANameThatStays() throws IOException {
        String name = imported().fileName();
        login.put("access_token", "qwen-renewed");

        ImportedCredential again = imported();

        assertThat(again.fileName()).isEqualTo(name).matches("qwen-imported-[0-9a-f]{8}\\.json");
        assertThat(again.account()).isNull();
        assertThat(again.warnings()).anyMatch(warning -> warning.contains("auth.providers.qwen.account"));
    }
}
