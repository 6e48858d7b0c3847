package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.CertificateCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    @TempDir
    Path folder;

    private static String verifying(String value) {
        return Samples.MINIMAL.replace("profiles:", "  litellm_settings: {ssl_verify: " + value + "}\nprofiles:");
    }

    private static CertificateCheck certificates(String value, Map<String, String> environment) {
        return Samples.parse(verifying(value))
                .litellm("balanced", environment::get)
                .certificates();
    }

    @Test
    void certificatesAreCheckedUnlessToldOtherwise() {
        assertThat(Samples.parse(Samples.MINIMAL)
                        .litellm("balanced", name -> null)
                        .certificates())
                .isEqualTo(CertificateCheck.USUAL);
        assertThat(certificates("true", Map.of())).isEqualTo(CertificateCheck.USUAL);
        assertThat(certificates("ca.pem", Map.of()))
                .isEqualTo(CertificateCheck.against(Samples.BASE.resolve("ca.pem")));
        assertThat(certificates("os.environ/CA", Map.of("CA", "/etc/ca.pem")))
                .isEqualTo(CertificateCheck.against(Path.of("/etc/ca.pem")));
        assertThat(certificates("os.environ/CA", Map.of("CA", "false"))).isEqualTo(CertificateCheck.NONE);
        assertThat(Samples.errors(verifying("3")))
                .singleElement()
                .asString()
                .contains("must be true, false or the path of a PEM file");
    }

    @Test
    void warnsOfUncheckedCertificates() {
        assertThat(certificates("false", Map.of())).isEqualTo(CertificateCheck.NONE);
        assertThat(Samples.warnings(verifying("false")))
                .singleElement()
                .asString()
                .startsWith("litellm_base.litellm_settings.ssl_verify: the certificates of upstreams are not checked");
    }

    @Test
    void warnsOfAFileThatCannotBeOneOfAuthorities() throws IOException {
        Files.writeString(folder.resolve("words.txt"), "hello");

        assertThat(warnings("missing.pem"))
                .singleElement()
                .asString()
                .startsWith(
                        "litellm_base.litellm_settings.ssl_verify: no https upstream can be reached: there is no file "
                                + folder.resolve("missing.pem"))
                .contains("a relative one starts at " + folder);
        assertThat(warnings("words.txt"))
                .singleElement()
                .asString()
                .contains("words.txt is no PEM file with certificates");
        assertThat(warnings(".")).singleElement().asString().contains("is not a file that can be read");
    }

    @Test
    void saysNothingOfAFileThatLooksRight() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "# Our own\n-----BEGIN CERTIFICATE-----\n");
        Files.write(folder.resolve("ca.der"), new byte[] {0x30, (byte) 0x82});

        assertThat(warnings("ca.pem")).isEmpty();
        assertThat(warnings("ca.der")).isEmpty();
        assertThat(warnings("os.environ/CA")).isEmpty();
    }

    @Test
    void leavesTheFileToLiteLlmWhereThatRuns() {
        String text = verifying("missing.pem").replace("litellm: {}", "litellm: {command: {args: [litellm]}}");

        assertThat(FlowGateConfig.parse(text, folder).warnings()).isEmpty();
    }

    private List<String> warnings(String value) {
        return FlowGateConfig.parse(verifying(value), folder).warnings().stream()
                .map(ConfigProblem::describe)
                .toList();
    }
}
