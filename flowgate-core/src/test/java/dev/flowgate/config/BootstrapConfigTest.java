package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapConfigTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void hasTheTestedReleaseByDefault() {
        assertThat(Samples.parse(Samples.MINIMAL).bootstrap()).isEqualTo(BootstrapConfig.usual());
        assertThat(release("{}")).isEqualTo(ReleaseConfig.usual());
    }

    @Test
    void readsARelease() {
        assertThat(release("{repository: me/Fork, tag: v9, asset: 'F_{version}_{os}_{arch}.zip', sha256: "
                        + DIGEST.toUpperCase(Locale.ROOT) + ", api: 'https://git.example/api/v3/'}"))
                .isEqualTo(new ReleaseConfig(
                        URI.create("https://git.example/api/v3"),
                        "me/Fork",
                        "v9",
                        "F_{version}_{os}_{arch}.zip",
                        DIGEST));
    }

    @Test
    void takesTheNewestReleaseOfAnotherRepository() {
        assertThat(release("{repository: me/Fork}").tag()).isEqualTo(ReleaseConfig.LATEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{repository: Fork} | repository: must be owner and name",
                "{repository: a/b/c} | repository: must be owner and name",
                "{tag: ../v1} | tag: must be a tag",
                "{asset: a/b.zip} | asset: must be a file name",
                "{asset: '{arch'} | asset: must be a file name",
                "{tag: v1, sha256: abc} | sha256: must be 64 hexadecimal digits",
                "{api: 'ftp://x'} | api: must be an http or https address",
                "{version: v1} | unknown key `version`"
            })
    void refusesWhatCannotBe(String release, String problem) {
        assertThat(Samples.errors(text(release))).singleElement().asString().contains(problem);
    }

    @Test
    void aDigestBelongsToARelease() {
        assertThat(Samples.errors(text("{sha256: " + DIGEST + "}")))
                .singleElement()
                .asString()
                .contains("a digest belongs to one release");
        assertThat(release("{tag: v1, sha256: " + DIGEST + "}").withTag("v2").sha256())
                .isNull();
    }

    private static ReleaseConfig release(String release) {
        return Samples.parse(text(release)).bootstrap().cliProxyApi();
    }

    private static String text(String release) {
        return Samples.MINIMAL + "bootstrap: {cliproxyapi_plus: " + release + "}\n";
    }
}
