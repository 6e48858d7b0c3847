package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of pip 24 and uv 0.13. */
class PackageFailureTest {
    @Test
    void namesThePackageWhoseHashPipFoundWrong() {
        String message = message("pip", false, """
                Collecting zipp==3.23.0 (from -r requirements.txt (line 1))
                ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package
                    zipp==3.23.0 from https://mirror.example/zipp-3.23.0-py3-none-any.whl (from -r requirements.txt (line 1)):
                        Expected sha256 0000
                             Got        0716
                """);

        assertThat(message)
                .startsWith("The file of zipp==3.23.0 that pip was given")
                .endsWith("Nothing else has changed.");
    }

    @Test
    void namesThePackageWhoseHashUvFoundWrong() {
        assertThat(message("uv", false, """
                error: Failed to download `zipp==3.23.0`
                  cause: Hash mismatch for `zipp==3.23.0`
                """)).startsWith("The file of zipp==3.23.0 that uv was given");
    }

    @Test
    void saysThatTheIndexCannotBeReached() {
        assertThat(message("uv", false, """
                error: Failed to fetch: http://user:secret@127.0.0.1:9/simple/zipp/
                  cause: error sending request for url (http://user:secret@127.0.0.1:9/simple/zipp/?token=secret)
                  cause: tcp connect error
                  cause: Connection refused (os error 111)
                """))
                .startsWith("The package index cannot be reached: Connection refused (os error 111). Check the network")
                .doesNotContain("secret");
    }

    @Test
    void saysThatTheDiskIsFull() {
        assertThat(message("pip", false, "ERROR: Could not install packages: [Errno 28] No space left on device\n"))
                .startsWith("The disk is full: of /somewhere");
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() {
        assertThat(message("pip", false, """
                WARNING: Retrying after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: \
                CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate'))': /simple/zipp/
                ERROR: No matching distribution found for zipp==3.23.0
                """))
                .startsWith("The package index's certificate is not trusted")
                .contains("PIP_CERT");
    }

    @Test
    void saysThatTheIndexRefuses() {
        assertThat(message(
                        "pip", false, "ERROR: HTTP error 403 while getting https://u:secret@mirror.example/zipp.whl\n"))
                .startsWith(
                        "The package index or a proxy refuses pip: HTTP error 403 while getting https://mirror.example")
                .doesNotContain("secret");
    }

    @Test
    void saysWhatTheIndexDoesNotHave() {
        String text = "ERROR: No matching distribution found for zipp==3.23.0\n";

        assertThat(message("pip", false, text)).startsWith("The package index has no zipp==3.23.0 for this Python");
        assertThat(message("pip", true, text))
                .contains("zipp==3.23.0 is not there")
                .contains("--from");
    }

    @Test
    void saysWhatUvsCacheDoesNotHave() {
        assertThat(message("uv", true, """
                error: No solution found when resolving dependencies
                  cause: Because zipp==3.23.0 was not found in the cache and you require zipp, we can conclude that
                """)).contains("zipp==3.23.0 is not there");
    }

    @Test
    void givesTheLastErrorOfWhatItDoesNotKnow() {
        assertThat(message("pip", false, "Collecting zipp\nERROR: something new\nnot this\n"))
                .isEqualTo("pip failed: something new. Nothing else has changed.");
        assertThat(message("pip", false, "")).startsWith("pip failed: it said nothing.");
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pa@ss@mirror.example/simple,https://mirror.example/simple",
        "http://token@mirror.example/,http://mirror.example/",
        "see https://mirror.example/a?X-Token=abc for more,see https://mirror.example/a for more",
        "user@example.com,user@example.com"
    })
    void removesWhatCouldBeASecret(String text, String expected) {
        assertThat(PackageFailure.withoutSecrets(text)).isEqualTo(expected);
    }

    private static String message(String tool, boolean local, String output) {
        return PackageFailure.of(tool, "/somewhere", output.lines().toList(), local)
                .getMessage();
    }
}
