package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerReaderTest {
    private final HttpAnswerReader answer = new HttpAnswerReader();

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        answer.add(bytes, bytes.length);
    }

    @Test
    void isCompleteWithTheLastByteOfTheContentLength() {
        add("HTTP/1.1 200 OK\r\ncontent-LENGTH: 4\r\n\r\nab");
        assertThat(answer.isComplete()).isFalse();
        add("cd");
        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void isCompleteWithTheLastChunkHoweverItIsCut() {
        add("HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r");
        assertThat(answer.isComplete()).isFalse();
        add("\n\r\n");
        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.status()).isEqualTo(503);
    }

    @Test
    void isCompleteAtTheEndWhenNoLengthIsGiven() {
        add("HTTP/1.0 200 OK\r\n\r\nsomething");
        assertThat(answer.isComplete()).isFalse();
        answer.end();
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void cutBodyIsNotComplete() {
        add("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        answer.end();
        assertThat(answer.isComplete()).isFalse();
    }

    @Test
    void needsNoBodyForStatus204() {
        add("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void readsAHeadThatComesByteByByte() {
        for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".toCharArray()) {
            add(String.valueOf(c));
        }
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void whatIsNoHttpHasNoStatus() {
        add("SSH-2.0-OpenSSH\r\n\r\n");
        answer.end();
        assertThat(answer.status()).isZero();
    }
}
