package dev.flowgate.auth.http;

import java.io.IOException;

/** An answer that is longer than any answer of its kind can be. */
final class AnswerTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLongException(String message) {
        super(message);
    }
}
