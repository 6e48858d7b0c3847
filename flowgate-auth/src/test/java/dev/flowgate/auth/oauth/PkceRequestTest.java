package dev.flowgate.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PkceRequestTest {
    @Test
    void challengeIsThatOfTheRfc() {
        // RFC 7636, appendix B.
        var request = new PkceRequest("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "state");
        assertThat(request.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void verifierAndStateAreLongUnguessableAndDifferent() {
        var random = new SplittableRandom(1);
        PkceRequest first = PkceRequest.create(random);
        PkceRequest second = PkceRequest.create(random);
        assertThat(first.verifier()).matches("[A-Za-z0-9_-]{43}");
        assertThat(first.state()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(first.verifier());
        assertThat(second.verifier()).isNotEqualTo(first.verifier());
        assertThat(second.state()).isNotEqualTo(first.state());
        assertThat(first.toString()).doesNotContain(first.verifier(), first.state());
    }
}
