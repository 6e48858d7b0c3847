package dev.flowgate.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
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
        assertThat(JwtClaims.read(token(claims)).account()).contains(account);
    }

    @Test
    void saysWhenTheTokenEnds() {
        assertThat(JwtClaims.read(token("{\"exp\":1700000000}")).expiresAt())
                .contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(JwtClaims.read(token("{\"exp\":\"soon\"}")).expiresAt()).isEmpty();
        assertThat(JwtClaims.read(token("{\"exp\":9223372036854775807}")).expiresAt())
                .isEmpty();
        assertThat(JwtClaims.read(token("{\"exp\":-1}")).expiresAt()).isEmpty();
        assertThat(JwtClaims.read(token("{}")).account()).isEmpty();
    }

    @Test
    void readsTextsAndGroups() {
        JwtClaims claims =
                JwtClaims.read(token("{\"email\":\"ada@example.com\",\"group\":{\"plan\":\"plus\"},\"age\":7}"));

        assertThat(claims.text("email")).contains("ada@example.com");
        assertThat(claims.group("group").text("plan")).contains("plus");
        assertThat(claims.text("age")).isEmpty();
        assertThat(claims.group("email").text("plan")).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "opaque",
                "a.b",
                "a.!.c",
                "a.e30.c.d",
                "a.W10.c",
                "..",
                "a.bm90IGpzb24.c",
                "a.eyJlbWFpbCI6.c",
                "a.____.c"
            })
    void anOpaqueTokenHasNoClaims(@Nullable String token) {
        JwtClaims claims = JwtClaims.read(token);

        assertThat(claims.account()).isEmpty();
        assertThat(claims.text("email")).isEmpty();
        assertThat(claims.group("group").text("plan")).isEmpty();
        assertThat(claims.expiresAt()).isEmpty();
    }
}
