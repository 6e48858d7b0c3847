package dev.flowgate.auth.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a provider's settings, and says in the configuration's own words what is wrong with one. Every failure is an
 * {@link AuthException} that names the setting's path in the configuration.
 */
public final class AuthSettings {
    private static final long MILLIS = 1000;
    private static final int LARGEST_PORT = 65_535;

    private final String provider;
    private final Map<String, Object> settings;
    private final Path baseDirectory;

    private AuthSettings(String provider, Map<String, Object> settings, Path baseDirectory) {
        this.provider = provider;
        this.settings = settings;
        this.baseDirectory = baseDirectory;
    }

    /**
     * Reads the settings of the provider that a context is for.
     *
     * @param context the context
     * @return its settings
     */
    public static AuthSettings of(AuthContext context) {
        return new AuthSettings(context.provider(), context.settings(), context.baseDirectory());
    }

    /**
     * Checks that no setting is there that the method does not know. Keys that begin with {@code _comment} are comments.
     *
     * @param known the settings that the method knows
     * @throws AuthException if there is another one
     */
    public void requireOnly(Set<String> known) {
        for (String key : settings.keySet()) {
            if (!known.contains(key) && !key.startsWith("_comment")) {
                throw new AuthException(path(key) + " is not a setting of this method. It knows: "
                        + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
    }

    /**
     * Reads a text.
     *
     * @param key the setting
     * @return its value without surrounding white space; empty when it is not set
     * @throws AuthException if it is no text, or blank
     */
    public Optional<String> text(String key) {
        Object value = settings.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(key, "a text that is not empty");
        }
        return Optional.of(text.strip());
    }

    /**
     * Reads a text that must be there.
     *
     * @param key the setting
     * @return its value without surrounding white space
     * @throws AuthException if it is missing, no text, or blank
     */
    public String requiredText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    /**
     * Reads an address.
     *
     * @param key the setting
     * @return an absolute {@code http} or {@code https} address; empty when it is not set
     * @throws AuthException if it is something else
     */
    public Optional<URI> address(String key) {
        return text(key).map(text -> {
            try {
                URI address = new URI(text);
                if (address.getHost() != null
                        && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
                    return address;
                }
            } catch (URISyntaxException malformed) {
                throw wrong(key, "an address such as https://auth.example.com/token");
            }
            throw wrong(key, "an address such as https://auth.example.com/token");
        });
    }

    /**
     * Reads an address that must be there.
     *
     * @param key the setting
     * @return an absolute {@code http} or {@code https} address
     * @throws AuthException if it is missing or something else
     */
    public URI requiredAddress(String key) {
        return address(key).orElseThrow(() -> missing(key));
    }

    /**
     * Reads a list of texts; a single text, split at white space, is one too.
     *
     * @param key the setting
     * @return the texts; empty when it is not set
     * @throws AuthException if it is something else
     */
    public List<String> texts(String key) {
        Object value = settings.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw wrong(key, "a list of texts");
    }

    /**
     * Reads a map of texts; numbers and booleans are taken as texts.
     *
     * @param key the setting
     * @return the texts by name; empty when it is not set
     * @throws AuthException if it is something else
     */
    public Map<String, String> textMap(String key) {
        Object value = settings.get(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "a map of texts");
        }
        var texts = new LinkedHashMap<String, String>();
        map.forEach((name, text) -> {
            if (!(text instanceof String || text instanceof Number || text instanceof Boolean)) {
                throw wrong(key, "a map of texts");
            }
            texts.put(String.valueOf(name), String.valueOf(text));
        });
        return texts;
    }

    /**
     * Reads a duration in seconds.
     *
     * @param key the setting
     * @return a number of seconds greater than 0; empty when it is not set
     * @throws AuthException if it is something else
     */
    public Optional<Duration> seconds(String key) {
        Object value = settings.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Number number) || !(number.doubleValue() > 0)) {
            throw wrong(key, "a number of seconds greater than 0");
        }
        return Optional.of(Duration.ofMillis(Math.max(1, Math.round(number.doubleValue() * MILLIS))));
    }

    /**
     * Reads the number of a TCP port.
     *
     * @param key the setting
     * @return a number from 1 to 65535; empty when it is not set
     * @throws AuthException if it is something else
     */
    public Optional<Integer> port(String key) {
        Object value = settings.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer || value instanceof Long)) {
            throw wrong(key, "a port, from 1 to " + LARGEST_PORT);
        }
        long port = ((Number) value).longValue();
        if (port < 1 || port > LARGEST_PORT) {
            throw wrong(key, "a port, from 1 to " + LARGEST_PORT);
        }
        return Optional.of((int) port);
    }

    /**
     * Reads a boolean.
     *
     * @param key the setting
     * @param otherwise its value when it is not set
     * @return its value
     * @throws AuthException if it is something else
     */
    public boolean flag(String key, boolean otherwise) {
        Object value = settings.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Boolean flag)) {
            throw wrong(key, "true or false");
        }
        return flag;
    }

    /**
     * Reads the path of a file. A relative one starts at the configuration file's folder, {@code ~/} at the home folder.
     *
     * @param key the setting
     * @return the file, absolute; empty when it is not set
     * @throws AuthException if it is no path
     */
    public Optional<Path> file(String key) {
        return text(key).map(text -> {
            try {
                String expanded = text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
                return baseDirectory.resolve(expanded).normalize();
            } catch (InvalidPathException malformed) {
                throw wrong(key, "the path of a file");
            }
        });
    }

    /**
     * Returns a setting's path in the configuration, for messages.
     *
     * @param key the setting
     * @return such as {@code auth.providers.codex.token_endpoint}
     */
    public String path(String key) {
        return "auth.providers." + provider + "." + key;
    }

    private AuthException missing(String key) {
        return new AuthException(path(key) + " is missing. Set it in the configuration.");
    }

    // The value itself is not told: a secret may stand in the wrong place.
    private AuthException wrong(String key, String allowed) {
        return new AuthException(path(key) + " must be " + allowed + ".");
    }
}
