package dev.flowgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void tellsAFailureByItsMessageAndElseByItsKind() {
        assertThat(Texts.reason(new IOException("no\nroom"))).isEqualTo("no room");
        assertThat(Texts.reason(new EOFException())).isEqualTo("EOFException");
        assertThat(Texts.reason(new ConnectException())).isEqualTo("no connection could be made");
    }
}
