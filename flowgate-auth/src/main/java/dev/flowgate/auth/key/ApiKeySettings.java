package dev.flowgate.auth.key;

import dev.flowgate.auth.http.SecureAddress;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a provider with an API key.
 *
 * @param source where the key is taken from; null to ask for it
 * @param validateUrl what is asked whether the key is good; null to take it as it is
 * @param keyHeader the header that carries the key there
 * @param validateHeaders further headers of that request
 */
record ApiKeySettings(
        @Nullable SecretReference source,
        @Nullable URI validateUrl,
        String keyHeader,
        Map<String, String> validateHeaders) {

    private static final Set<String> SETTINGS = Set.of(
            "env",
            "file",
            "key_header",
            "poll_interval_seconds",
            "timeout_seconds",
            "validate_headers",
            "validate_url");
    private static final String AUTHORIZATION = "Authorization";

    /** RFC 9110, section 5.1: the characters of a token. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    static ApiKeySettings read(AuthContext context) {
        var settings = AuthSettings.of(context);
        settings.requireOnly(SETTINGS);
        Optional<URI> validateUrl = settings.address("validate_url")
                .map(address -> SecureAddress.require(address, settings.path("validate_url")));
        String keyHeader = settings.text("key_header").orElse(AUTHORIZATION);
        if (!HEADER_NAME.matcher(keyHeader).matches()) {
            throw new AuthException(
                    settings.path("key_header") + " must be the name of a header, such as Authorization or x-api-key.");
        }
        Map<String, String> validateHeaders = settings.textMap("validate_headers");
        validateHeaders.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches() || value.chars().anyMatch(Character::isISOControl)) {
                throw new AuthException(
                        settings.path("validate_headers") + " must be a map of header names and values.");
            }
        });
        if (validateUrl.isEmpty() && (settings.text("key_header").isPresent() || !validateHeaders.isEmpty())) {
            throw new AuthException(
                    settings.path("validate_url")
                            + " is missing: key_header and validate_headers are for the request to it. Set it, or remove them.");
        }
        return new ApiKeySettings(source(settings).orElse(null), validateUrl.orElse(null), keyHeader, validateHeaders);
    }

    /** The value of the header: the scheme of RFC 6750 where the header has schemes, else the key alone. */
    String headerValue(String key) {
        return keyHeader.equalsIgnoreCase(AUTHORIZATION) ? "Bearer " + key : key;
    }

    /** Hides the headers, which may be secret. */
    @Override
    public String toString() {
        return "ApiKeySettings[keyHeader=" + keyHeader + "]";
    }

    private static Optional<SecretReference> source(AuthSettings settings) {
        Optional<String> variable = settings.text("env");
        Optional<Path> file = settings.file("file");
        if (variable.isPresent() && file.isPresent()) {
            throw new AuthException(
                    settings.path("env") + " and " + settings.path("file") + " both say where the key is. Keep one.");
        }
        return variable.<SecretReference>map(SecretReference.EnvironmentVariable::new)
                .or(() -> file.map(SecretReference.CredentialFile::new));
    }
}
