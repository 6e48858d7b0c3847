package dev.flowgate.auth.cliproxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address that a browser ended at after the provider sent it back. It holds the code, and is as secret as that.
 *
 * @param text the address as it was pasted
 * @param parameters of its query: {@code code} or {@code error}, and {@code state}
 */
record PastedAddress(String text, Map<String, String> parameters) {
    private static final List<String> WANTED = List.of("code", "state", "error");

    /** Reads an address; empty when it is none, or tells neither a code nor an error. */
    static Optional<PastedAddress> parse(String input) {
        try {
            URI address = new URI(input);
            String query = address.getRawQuery();
            if (address.getScheme() == null || query == null) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2 && WANTED.contains(parts[0])) {
                    parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
            }
            return parameters.containsKey("code") || parameters.containsKey("error")
                    ? Optional.of(new PastedAddress(input, parameters))
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Tells whether it belongs to a login; one that does not say is taken for one of it. */
    boolean belongsTo(String state) {
        return parameters.getOrDefault("state", state).equals(state);
    }

    /** Returns what no message may show. */
    List<String> secrets() {
        return Stream.of("code", "state")
                .map(name -> parameters.getOrDefault(name, ""))
                .toList();
    }

    @Override
    public String toString() {
        return "PastedAddress[***]";
    }
}
