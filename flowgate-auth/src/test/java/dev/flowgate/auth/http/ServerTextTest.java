package dev.flowgate.auth.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTextTest {
    @Test
    void isOneLineWithoutControlAndFormattingCharacters() {
        assertThat(ServerText.quote(" a\r\n\tb\u001b[31m\u202ec\u2028d\u0000 ")).isEqualTo("a b [31m c d");
    }

    @Test
    void isShortAndSplitsNoCharacter() {
        assertThat(ServerText.quote("\ud83d\ude00".repeat(300))).isEqualTo("\ud83d\ude00".repeat(200) + "...");
    }

    @Test
    void hidesSecretsAlsoWhereTheyAreEncoded() {
        assertThat(ServerText.quote("got a+b/c and a%2Bb%2Fc", List.of("a+b/c", "", " ")))
                .isEqualTo("got *** and ***");
    }

    @Test
    void tellsAFailureByItsMessageAndElseByItsKind() {
        assertThat(ServerText.reason(new IOException("broken\u001b[31m\npipe"))).isEqualTo("broken [31m pipe");
        assertThat(ServerText.reason(new EOFException())).isEqualTo("EOFException");
        assertThat(ServerText.reason(new ConnectException())).isEqualTo("no connection could be made");
        assertThat(ServerText.message("x".repeat(700))).hasSize(603);
    }
}
