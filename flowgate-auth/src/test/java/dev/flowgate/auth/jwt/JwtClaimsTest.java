package dev.flowgate.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtClaimsTest {
    private static String token(String claims) {
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sub\":\"17\",\"email\":\"ada@example.com\"} | ada@example.com",
                "{\"sub\":\"17\",\"preferred_username\":\"ada\"} | ada",
                "{\"sub\":\"17\",\"email\":\" \"} | 17",
                "{\"email\":\"a\\u001bb\"} | a b"
            })
    void namesTheAccount(String claims, String account) {
        assertThat(JwtClaims.read(token(claims)).flatMap(JwtClaims::account)).contains(account);
    }

    @Test
    void saysWhenTheTokenEnds() {
        assertThat(JwtClaims.read(token("{\"exp\":1700000000}")).flatMap(JwtClaims::expiresAt))
                .contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(JwtClaims.read(token("{\"exp\":\"soon\"}")).flatMap(JwtClaims::expiresAt))
                .isEmpty();
        assertThat(JwtClaims.read(token("{\"exp\":9223372036854775807}")).flatMap(JwtClaims::expiresAt))
                .isEmpty();
        assertThat(JwtClaims.read(token("{}")).flatMap(JwtClaims::account)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.!.c", "a.e30.c.d", "a.W10.c"})
    void anOpaqueTokenHasNoClaims(String token) {
        assertThat(JwtClaims.read(token)).isEqualTo(Optional.empty());
    }
}
