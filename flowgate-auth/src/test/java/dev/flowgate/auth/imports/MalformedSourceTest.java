package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedSourceTest {
    private static final String MARKER = "marker-secret-value";
    private static final List<CredentialImporter> IMPORTERS = List.of(
            new CodexImporter(),
            new ClaudeImporter(false),
            new GeminiImporter(),
            new QwenImporter(),
            new CopilotImporter(),
            new KiroImporter());

    @TempDir
    Path home;

    static Stream<CredentialImporter> importers() {
        return IMPORTERS.stream();
    }

    static Stream<Arguments> malformed() {
        String token = "\"" + MARKER + "\"";
        return IMPORTERS.stream()
                .flatMap(importer -> Stream.of(
                        Arguments.of(importer, "", "is empty"),
                        Arguments.of(importer, " \n", "is empty"),
                        Arguments.of(importer, "{\"access_token\": " + token, "holds no complete JSON object"),
                        Arguments.of(
                                importer,
                                "{\"tokens\":{\"access_token\":" + token + ",",
                                "holds no complete JSON object"),
                        Arguments.of(importer, MARKER, "holds no complete JSON object"),
                        Arguments.of(importer, "[" + token + "]", "holds no complete JSON object"),
                        Arguments.of(importer, token, "holds no complete JSON object"),
                        Arguments.of(importer, "{} " + MARKER, "holds no complete JSON object"),
                        Arguments.of(importer, "{\"a\":".repeat(5000), "holds no complete JSON object"),
                        Arguments.of(importer, "{\"" + MARKER + "\":7}", "holds no login"),
                        Arguments.of(importer, "{}", "holds no login"),
                        Arguments.of(importer, everywhere("7"), "is not a text"),
                        Arguments.of(importer, everywhere("[" + token + "]"), "is not a text"),
                        Arguments.of(importer, everywhere("null"), "is missing or empty"),
                        Arguments.of(importer, everywhere("\"\""), "is missing or empty")));
    }

    /** A file in which every importer finds its place of the access token, with one value in all of them. */
    private static String everywhere(String value) {
        return ("{'tokens':{'access_token':V},'access_token':V,'accessToken':V,"
                        + "'claudeAiOauth':{'accessToken':V},'github.com':{'user':'ada','oauth_token':V}}")
                .replace('\'', '"')
                .replace("V", value);
    }

    private TestContext context(CredentialImporter importer) {
        return new Sources(home).context(importer.provider()).setting("project_id", "project");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void saysWhichFileWhatIsWrongAndWhatToDo(CredentialImporter importer, String text, String problem) {
        Path source = new Sources(home).write("source.json", text);

        AuthException failure =
                catchThrowableOfType(AuthException.class, () -> importer.read(source, context(importer)));

        assertThat(failure).hasMessageStartingWith(source + " ").hasMessageContaining(problem);
        assertThat(failure.getMessage()).containsPattern("(run|log in)").contains("name another file");
        assertThat(everything(failure)).doesNotContain(MARKER);
    }

    @ParameterizedTest
    @MethodSource("importers")
    void namesTheMemberOfAnotherType(CredentialImporter importer) {
        Path source = new Sources(home).write("source.json", everywhere("true"));

        assertThatThrownBy(() -> importer.read(source, context(importer)))
                .isInstanceOf(AuthException.class)
                .hasMessageFindingMatch("(access_token|accessToken|oauth_token) is not a text");
    }

    @ParameterizedTest
    @MethodSource("importers")
    void readsNoFolder(CredentialImporter importer) {
        assertThatThrownBy(() -> importer.read(home, context(importer)))
                .isInstanceOf(AuthException.class)
                .hasMessageStartingWith(home + " is a folder");
    }

    @ParameterizedTest
    @MethodSource("importers")
    void readsNoBinaryFile(CredentialImporter importer) throws IOException {
        Path source = Files.write(home.resolve("binary"), new byte[] {'{', (byte) 0xff, (byte) 0xfe, 0, 1, '}'});

        assertThatThrownBy(() -> importer.read(source, context(importer)))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("is not text in UTF-8");
    }

    @ParameterizedTest
    @MethodSource("importers")
    void readsNoHugeFile(CredentialImporter importer) throws IOException {
        Path source = Files.writeString(home.resolve("huge"), "{\"a\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}");

        assertThatThrownBy(() -> importer.read(source, context(importer)))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("is larger than 1024 KiB");
    }

    @ParameterizedTest
    @MethodSource("importers")
    void readsNoFileThatHasVanished(CredentialImporter importer) {
        assertThatThrownBy(() -> importer.read(home.resolve("gone.json"), context(importer)))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("gone.json does not exist");
    }

    @ParameterizedTest
    @MethodSource("importers")
    void refusesTimesThatAreNone(CredentialImporter importer) {
        String text = everywhere("\"token\"")
                .replaceFirst(
                        "\\{",
                        "{\"last_refresh\":\"yesterday\",\"refresh_token\":\"r\",\"refreshToken\":\"r\","
                                + "\"expiry_date\":1e300,\"expiresAt\":\"soon\",")
                .replace("{\"accessToken\"", "{\"expiresAt\":-5,\"accessToken\"");
        Path source = new Sources(home).write("source.json", text);

        if (importer instanceof CopilotImporter) {
            assertThat(catchThrowableOfType(AuthException.class, () -> importer.read(source, context(importer))))
                    .isNull();
        } else {
            assertThatThrownBy(() -> importer.read(source, context(importer)))
                    .isInstanceOf(AuthException.class)
                    .hasMessageFindingMatch("(last_refresh|expiry_date|expiresAt) is not a (date|time)");
        }
    }

    @ParameterizedTest
    @MethodSource("importers")
    void saysThatOthersCanReadTheSource(CredentialImporter importer) throws IOException {
        String text = everywhere("\"token\"")
                .replaceFirst(
                        "\\{",
                        "{\"refresh_token\":\"r\",\"refreshToken\":\"r\",\"expiresAt\":\"2026-11-22T11:00:00Z\",");
        Path source = Files.write(home.resolve("open.json"), text.getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(importer.read(source, context(importer)).get(0).warnings())
                .first()
                .asString()
                .contains("rw-r--r--", "chmod 600 '" + source + "'");
    }

    private static String everything(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
