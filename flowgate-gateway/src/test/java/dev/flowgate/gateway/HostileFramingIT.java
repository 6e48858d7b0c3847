package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose bounds can be read in two ways: no upstream ever sees what is smuggled behind them. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFramingIT {
    private static final String BODY = TestGateway.chat("gpt");
    private static final String SMUGGLED =
            "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nx-smuggled: 1\r\ncontent-length: " + BODY.length()
                    + "\r\n\r\n" + BODY;
    private static final String CHUNKED = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";

    private final HostileGround ground = new HostileGround();

    @AfterEach
    void serves() {
        ground.awaitQuiet();
        ground.assertServes();
        ground.upstream.received().clear();
    }

    @AfterAll
    void stop() {
        ground.assertNothingLeft();
        ground.close();
    }

    private static String post(String headers, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n" + headers + "\r\n" + body;
    }

    private static String length() {
        return "content-length: " + BODY.length() + "\r\n";
    }

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                Arguments.of("length and chunked", post(length() + "transfer-encoding: chunked\r\n", CHUNKED)),
                Arguments.of("chunked and length", post("transfer-encoding: chunked\r\n" + length(), CHUNKED)),
                Arguments.of("two lengths", post(length() + "content-length: 0\r\n", BODY)),
                Arguments.of("the same length twice", post(length() + length(), BODY)),
                Arguments.of("two lengths in one", post("content-length: " + BODY.length() + ", 0\r\n", BODY)),
                Arguments.of("unknown encoding", post("transfer-encoding: xchunked\r\n" + length(), BODY)),
                Arguments.of("unknown encoding alone", post("transfer-encoding: xchunked\r\n", CHUNKED)),
                Arguments.of("chunked is not last", post("transfer-encoding: chunked, identity\r\n", CHUNKED)),
                Arguments.of("chunked twice", post("transfer-encoding: chunked, chunked\r\n", CHUNKED)),
                Arguments.of(
                        "encoding in two lines",
                        post("transfer-encoding: chunked\r\ntransfer-encoding: x\r\n", CHUNKED)),
                Arguments.of("encoding with a tab", post("transfer-encoding:\tchunked\r\n" + length(), CHUNKED)),
                Arguments.of(
                        "encoding with a vertical tab", post("transfer-encoding: \u000bchunked\r\n" + length(), BODY)),
                Arguments.of("encoding in quotes", post("transfer-encoding: \"chunked\"\r\n" + length(), BODY)),
                Arguments.of("space before colon", post("content-length : " + BODY.length() + "\r\n", BODY)),
                Arguments.of("encoding, space before colon", post("transfer-encoding : chunked\r\n" + length(), BODY)),
                Arguments.of("folded encoding", post("transfer-encoding:\r\n chunked\r\n" + length(), CHUNKED)),
                Arguments.of("bare line feeds", post(length(), BODY).replace("\r\n", "\n")),
                Arguments.of(
                        "a bare line feed ends a header",
                        post("x-a: b\ntransfer-encoding: chunked\r\n" + length(), CHUNKED)),
                Arguments.of("a bare carriage return", post("x-a: b\rtransfer-encoding: chunked\r\n" + length(), BODY)),
                Arguments.of("negative length", post("content-length: -1\r\n", BODY)),
                Arguments.of("length with a plus", post("content-length: +" + BODY.length() + "\r\n", BODY)),
                Arguments.of("hexadecimal length", post("content-length: 0x10\r\n", BODY)),
                Arguments.of("length that overflows", post("content-length: 18446744073709551616\r\n", BODY)),
                Arguments.of("empty length", post("content-length: \r\n", BODY)),
                Arguments.of(
                        "chunk size overflow",
                        post("transfer-encoding: chunked\r\n", "10000000000000001\r\nx\r\n0\r\n\r\n")),
                Arguments.of(
                        "chunk size of 32 bits and more",
                        post("transfer-encoding: chunked\r\n", "100000001\r\nx\r\n0\r\n\r\n")),
                Arguments.of("negative chunk", post("transfer-encoding: chunked\r\n", "-1\r\nx\r\n0\r\n\r\n")),
                Arguments.of("chunk size with a plus", post("transfer-encoding: chunked\r\n", "+" + CHUNKED)),
                Arguments.of("chunk size in hex notation", post("transfer-encoding: chunked\r\n", "0x" + CHUNKED)),
                Arguments.of(
                        "chunk longer than it says",
                        post("transfer-encoding: chunked\r\n", "1\r\n" + BODY + "\r\n0\r\n\r\n")),
                Arguments.of(
                        "chunk ended by a line feed",
                        post("transfer-encoding: chunked\r\n", CHUNKED.replace("}\r\n", "}\n"))),
                Arguments.of(
                        "chunk size ended by a line feed",
                        post("transfer-encoding: chunked\r\n", CHUNKED.replaceFirst("\r\n", "\n"))),
                Arguments.of(
                        "line feed in a chunk extension",
                        post("transfer-encoding: chunked\r\n", CHUNKED.replaceFirst("\r\n", ";x\n\r\n"))),
                Arguments.of(
                        "chunk extension without end",
                        post(
                                "transfer-encoding: chunked\r\n",
                                CHUNKED.replaceFirst("\r\n", ";" + "x".repeat(100_000) + "\r\n"))),
                Arguments.of(
                        "chunked HTTP/1.0",
                        post("transfer-encoding: chunked\r\n", CHUNKED).replace("HTTP/1.1", "HTTP/1.0")),
                Arguments.of("NUL in a header", post("x-a: b\u0000c\r\n" + length(), BODY)),
                Arguments.of("NUL in a name", post("x\u0000a: b\r\n" + length(), BODY)),
                Arguments.of("header without colon", post("nonsense\r\n" + length(), BODY)),
                Arguments.of(
                        "white space before the first header",
                        post(length(), BODY).replaceFirst("host", " host")),
                Arguments.of(
                        "encoded GET",
                        "GET /livez HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: xchunked\r\n" + length()
                                + "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void letsNothingThrough(String name, String bytes) {
        RawAnswer answer = ground.ends(bytes + SMUGGLED);

        // A fault after the head ends the connection without an answer.
        assertThat(answer.text()).as(name).matches("(?s)(HTTP/1\\.[01] 400 .*)?");
        assertThat(ground.upstream.received()).isEmpty();
    }

    static Stream<Arguments> unambiguous() {
        return Stream.of(
                Arguments.of("folded line", post("x-a: b\r\n content-length: 0\r\n" + length(), BODY)),
                Arguments.of("header without name", post(": x\r\n" + length(), BODY)),
                Arguments.of(
                        "chunk extension",
                        post("transfer-encoding: chunked\r\n", CHUNKED.replaceFirst("\r\n", ";a=b\r\n"))),
                Arguments.of(
                        "trailer",
                        post(
                                "transfer-encoding: chunked\r\n",
                                CHUNKED.replace("0\r\n\r\n", "0\r\ncontent-length: 0\r\n\r\n"))),
                Arguments.of("absolute URI", post(length(), BODY).replace("POST /", "POST http://localhost/")));
    }

    /** RFC 9112 allows to take these as they are meant, and then what follows is a request of its own. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("unambiguous")
    void passesOnWhatIsMeant(String name, String bytes) throws Exception {
        try (var socket = ground.gateway.connect()) {
            socket.getOutputStream().write((bytes + SMUGGLED).getBytes(StandardCharsets.ISO_8859_1));
            RawAnswer.readUntil(socket, "{\"ok\":true}");
            RawAnswer.readUntil(socket, "{\"ok\":true}");
        }

        assertThat(ground.upstream.received()).as(name).hasSize(2).allSatisfy(request -> {
            assertThat(request.text()).isEqualTo(BODY.replace("gpt", "real-d1"));
            assertThat(request.headers()).doesNotContainKeys("", "x-a", "x-smuggled", "transfer-encoding");
        });
    }
}
