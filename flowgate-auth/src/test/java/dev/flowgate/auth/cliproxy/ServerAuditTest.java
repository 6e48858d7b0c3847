package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.cliproxy.ServerFinding.Kind;
import dev.flowgate.auth.cliproxy.ServerFinding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAuditTest {
    private static final String HOST = "host: 127.0.0.1\n";
    private static final String PORT = "port: 8317\n";
    private static final String KEYS = "api-keys: [sk-marker-of-this-test]\n";
    private static final String PANEL = "remote-management: {disable-control-panel: true}\n";

    @TempDir
    Path directory;

    private String authDir = "";

    @BeforeEach
    void nameTheFolder() {
        authDir = "auth-dir: " + directory.resolve(".router/auths") + "\n";
    }

    @Test
    void findsNothingInASafeConfiguration() throws IOException {
        assertThat(findings(HOST + PORT + KEYS + PANEL + authDir)).isEmpty();
    }

    @Test
    void findsNothingWhereThereIsNoFile() {
        assertThat(ServerFileFixture.of(directory).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host: ''\n", "host: 0.0.0.0\n", "host: '::'\n"})
    void findsAServerThatListensToEverybody(String host) throws IOException {
        ServerFinding finding = only(host + PORT + KEYS + PANEL + authDir);

        assertThat(finding.kind()).isEqualTo(Kind.HOST_NOT_LOOPBACK);
        assertThat(finding.kind().id()).isEqualTo("host-not-loopback");
        assertThat(finding.severity()).isEqualTo(Severity.FAILURE);
        assertThat(finding.fixable()).isTrue();
        assertThat(finding.message()).contains("cliproxyapi.yaml").contains("Kiro");
        assertThat(finding.repair()).contains("host: \"127.0.0.1\"").contains("flowgate service restart");
    }

    @Test
    void takesAnOpenAddressForMeantWhenBothConfigurationsHaveIt() throws IOException {
        ServerFileFixture.write(directory, "host: 192.168.1.5\n" + PORT + KEYS + PANEL + authDir);

        assertThat(ServerFileFixture.of(directory, "192.168.1.5", 8317).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.HOST_NOT_LOOPBACK);
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.fixable()).isFalse();
                });
    }

    @Test
    void namesBothAddressesThatDiffer() throws IOException {
        ServerFinding finding = only("host: 127.0.0.2\n" + PORT + KEYS + PANEL + authDir);

        assertThat(finding.kind()).isEqualTo(Kind.HOST_DIFFERS);
        assertThat(finding.message()).contains("127.0.0.2").contains("services.cliproxyapi_plus.host is 127.0.0.1");
        assertThat(only(HOST + "port: 9000\n" + KEYS + PANEL + authDir).message())
                .contains("is 9000")
                .contains("services.cliproxyapi_plus.port is 8317");
    }

    @ParameterizedTest
    @CsvSource({"localhost,127.0.0.1", "127.0.0.1,localhost", "'[::1]','::1'"})
    void takesNamesOfTheSameAddressForTheSame(String host, String ofService) throws IOException {
        ServerFileFixture.write(directory, "host: '" + host + "'\n" + PORT + KEYS + PANEL + authDir);

        assertThat(ServerFileFixture.of(directory, ofService, 8317).findings()).isEmpty();
    }

    @Test
    void findsAPortThatWouldBeRandom() throws IOException {
        assertThat(only(HOST + KEYS + PANEL + authDir).kind()).isEqualTo(Kind.PORT_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api-keys:\n", "api-keys: []\n", "api-keys: ['', ' ']\n"})
    void findsAServerThatAsksForNoKey(String keys) throws IOException {
        ServerFinding finding = only(HOST + PORT + keys + PANEL + authDir);

        assertThat(finding.kind()).isEqualTo(Kind.NO_CLIENT_KEYS);
        assertThat(finding.fixable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"your-api-key-1", "your-api-key-3", "sk-local-test"})
    void findsKeysOfExamplesWithoutQuotingThem(String key) throws IOException {
        ServerFinding finding = only(HOST + PORT + "api-keys: [sk-real, " + key + "]\n" + PANEL + authDir);

        assertThat(finding.kind()).isEqualTo(Kind.TEMPLATE_CLIENT_KEY);
        assertThat(finding.message()).contains("1 of the 2").doesNotContain(key);
        assertThat(finding.toString()).doesNotContain(key).doesNotContain("sk-real");
    }

    @Test
    void findsThatTheGeneratedKeyIsNotTaken() throws IOException {
        String key = ClientKey.in(directory.resolve(".router/runtime")).reveal();

        ServerFinding finding = only(HOST + PORT + KEYS + PANEL + authDir);

        assertThat(finding.kind()).isEqualTo(Kind.CLIENT_KEY_UNKNOWN);
        assertThat(finding.toString()).contains(ClientKey.FILE_NAME).doesNotContain(key);
    }

    @Test
    void findsWhatIsUnsafeAboutItsManagement() throws IOException {
        List<ServerFinding> findings = findings(HOST + PORT + KEYS + authDir + """
                remote-management:
                  allow-remote: yes
                  secret-key: change-me-management-key
                """);

        assertThat(findings)
                .extracting(ServerFinding::kind)
                .containsExactly(Kind.TEMPLATE_MANAGEMENT_KEY, Kind.REMOTE_MANAGEMENT, Kind.CONTROL_PANEL);
        assertThat(findings.toString()).doesNotContain("change-me");
    }

    @Test
    void findsHttps() throws IOException {
        assertThat(only(HOST + PORT + KEYS + PANEL + authDir + "tls: {enable: true}\n")
                        .kind())
                .isEqualTo(Kind.TLS_ENABLED);
    }

    @ParameterizedTest
    @CsvSource({"'{enable: true}', WARNING", "'{enable: true, addr: \":8316\"}', FAILURE"})
    void findsTheProfiler(String pprof, Severity severity) throws IOException {
        ServerFinding finding = only(HOST + PORT + KEYS + PANEL + authDir + "pprof: " + pprof + "\n");

        assertThat(finding.kind()).isEqualTo(Kind.PROFILER);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.message()).contains(":8316");
    }

    @Test
    void findsAFolderOfCredentialsThatDependsOnTheStart() throws IOException {
        ServerFinding finding = only(HOST + PORT + KEYS + PANEL + "auth-dir: ./auths\n");

        assertThat(finding.kind()).isEqualTo(Kind.AUTH_DIR_RELATIVE);
        assertThat(finding.repair()).contains("auth-dir: " + directory.resolve("auths"));
        assertThat(findings(HOST + PORT + KEYS + PANEL))
                .extracting(ServerFinding::kind)
                .contains(Kind.AUTH_DIR_MISSING);
    }

    @Test
    void findsWhatIsOpenToOthers() throws IOException {
        Path file = ServerFileFixture.write(directory, HOST + PORT + KEYS + PANEL + authDir);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path auths = Files.createDirectories(directory.resolve(".router/auths"));
        Files.setPosixFilePermissions(auths, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(ServerFileFixture.of(directory).findings())
                .extracting(ServerFinding::repair)
                .containsExactly("chmod 600 " + file, "chmod 700 " + auths);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-keys: [sk-marker-of-this-test\n", "- sk-marker-of-this-test\n"})
    void findsAFileThatCannotBeUsedWithoutQuotingIt(String text) throws IOException {
        ServerFinding finding = only(text);

        assertThat(finding.kind()).isEqualTo(Kind.CONFIG_UNUSABLE);
        assertThat(finding.toString()).doesNotContain("sk-marker-of-this-test");
    }

    private ServerFinding only(String text) throws IOException {
        List<ServerFinding> findings = findings(text);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<ServerFinding> findings(String text) throws IOException {
        ServerFileFixture.write(directory, text);
        return ServerFileFixture.of(directory).findings();
    }
}
