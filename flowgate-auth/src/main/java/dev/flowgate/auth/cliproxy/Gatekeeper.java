package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.spi.AuthException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Stops at once when the server does not let FlowGate in, and does not knock again with a key that was refused. */
final class Gatekeeper {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REDIRECTION = 3;

    private final RefusedKeys refused;
    private final Clock clock;

    Gatekeeper(RefusedKeys refused, Clock clock) {
        this.refused = refused;
        this.clock = clock;
    }

    /**
     * Comes before every request with the key.
     *
     * @throws AuthException if the server has refused the key before
     */
    void before(ManagementAccess access) {
        if (refused.contains(access.base(), access.key(), clock.instant())) {
            throw ManagementProblem.keyRefused(access.base());
        }
    }

    /**
     * Comes after every answer.
     *
     * @throws AuthException if the server did not let FlowGate in
     */
    void after(ManagementAccess access, HttpAnswer answer) {
        int status = answer.status();
        if (status == UNAUTHORIZED) {
            refused.add(access.base(), access.key(), clock.instant());
            throw ManagementProblem.keyRefused(access.base());
        }
        if (status == FORBIDDEN) {
            throw ManagementProblem.forbidden(
                    access.base(),
                    ManagementProblem.error(answer, List.of(access.key().reveal())));
        }
        if (status / 100 == REDIRECTION) {
            throw ManagementProblem.redirected(access.base(), status);
        }
        // Go's HTTPS server says so to whoever speaks HTTP.
        if (status == BAD_REQUEST
                && new String(answer.body(), StandardCharsets.UTF_8).contains("HTTP request to an HTTPS server")) {
            throw ManagementProblem.https(access.base());
        }
    }
}
