package dev.flowgate.auth.time;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where CLIProxyAPI looks for the end of a credential in the file that it keeps it in. */
public final class ServerExpiry {
    /** The names of the member, in the server's order. */
    public static final List<String> NAMES =
            List.of("expired", "expire", "expires_at", "expiresAt", "expiry", "expires");

    private ServerExpiry() {}

    /**
     * Reads the end.
     *
     * @param members the file's members; those of its object {@code token} come after them
     * @return when the access token ends; empty when the file does not say
     */
    public static Optional<Instant> of(Map<?, ?> members) {
        return first(NAMES, members);
    }

    /**
     * Reads the first point in time that a file has under one of several names.
     *
     * @param names the names, the most wanted first
     * @param members the file's members; those of its object {@code token} come after them
     * @return the point; empty when there is none
     */
    public static Optional<Instant> first(List<String> names, Map<?, ?> members) {
        Map<?, ?> token = members.get("token") instanceof Map<?, ?> inner ? inner : Map.of();
        return Stream.of(members, token)
                .flatMap(object -> names.stream().map(object::get))
                .flatMap(value -> Timestamp.read(value).stream())
                .findFirst();
    }
}
