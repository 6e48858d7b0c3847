package dev.flowgate.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is to be found: in the configuration itself, in an environment variable, in a file, or in the credential
 * that a login has left. Resolving is left to the moment of use, so that a missing secret stops only what needs it. No form
 * prints a secret.
 */
public sealed interface SecretReference {
    /** The prefix by which LiteLLM configurations refer to an environment variable. */
    String ENVIRONMENT_PREFIX = "os.environ/";

    /** The prefix by which FlowGate's configuration refers to a credential that it keeps itself. */
    String STORED_PREFIX = "flowgate/";

    /**
     * Fetches the secret.
     *
     * @param environment gives the value of an environment variable, or null when it is not set
     * @return the secret
     * @throws SecretException if it cannot be had; the message names the variable or the file and says what to do
     */
    Secret resolve(UnaryOperator<@Nullable String> environment);

    /**
     * Reads a value as LiteLLM does: {@code os.environ/NAME} refers to a variable, everything else is the secret.
     *
     * @param text the configured value, not blank
     * @return the reference
     */
    static SecretReference parse(String text) {
        return text.startsWith(ENVIRONMENT_PREFIX)
                ? new EnvironmentVariable(text.substring(ENVIRONMENT_PREFIX.length()))
                : new Literal(Secret.of(text));
    }

    /**
     * A secret written in the configuration.
     *
     * @param secret the secret
     */
    record Literal(Secret secret) implements SecretReference {
        @Override
        public Secret resolve(UnaryOperator<@Nullable String> environment) {
            return secret;
        }
    }

    /**
     * A secret in an environment variable.
     *
     * @param name the variable's name
     */
    record EnvironmentVariable(String name) implements SecretReference {
        @Override
        public Secret resolve(UnaryOperator<@Nullable String> environment) {
            String value = environment.apply(name);
            if (value == null) {
                throw new SecretException(
                        "Environment variable " + name + " is not set. Set it (export " + name
                                + "=...) where FlowGate is started, then start it again.",
                        null);
            }
            if (value.isBlank()) {
                throw new SecretException("Environment variable " + name + " is set but empty.", null);
            }
            return Secret.of(value.strip());
        }
    }

    /**
     * A secret that is the content of a file, without surrounding white space.
     *
     * @param path the file, absolute
     */
    record CredentialFile(Path path) implements SecretReference {
        private static final int MAX_BYTES = 64 * 1024;

        @Override
        public Secret resolve(UnaryOperator<@Nullable String> environment) {
            try (var in = Files.newInputStream(path)) {
                byte[] content = in.readNBytes(MAX_BYTES + 1);
                if (content.length > MAX_BYTES) {
                    throw new SecretException(
                            "Credential file " + path + " is larger than " + MAX_BYTES
                                    + " bytes; it should hold one key.",
                            null);
                }
                String text = new String(content, StandardCharsets.UTF_8).strip();
                if (text.isEmpty()) {
                    throw new SecretException("Credential file " + path + " is empty. Write the key into it.", null);
                }
                return Secret.of(text);
            } catch (NoSuchFileException missing) {
                throw new SecretException(
                        "Credential file " + path + " does not exist. Write the key into it (mode 0600).", missing);
            } catch (IOException failure) {
                throw new SecretException(
                        "Credential file " + path + " cannot be read: " + failure.getMessage(), failure);
            }
        }
    }

    /**
     * The access token of the credential that FlowGate keeps for a provider, as a login or a renewal has stored it last.
     *
     * @param provider the provider's name
     * @param path the credential's file, absolute
     */
    record StoredCredential(String provider, Path path) implements SecretReference {
        /** Letters, digits and marks that no file system gives a meaning; nothing that is hidden or leads elsewhere. */
        private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@-]{0,99}");

        /**
         * Tells where the credential of a provider is kept.
         *
         * @param directory the folder of the credentials
         * @param provider the provider's name
         * @return the reference; empty when a file cannot have that name
         */
        public static Optional<StoredCredential> in(Path directory, String provider) {
            return FILE_NAME.matcher(provider).matches()
                    ? Optional.of(new StoredCredential(provider, directory.resolve(provider + ".json")))
                    : Optional.empty();
        }

        /** Fetches the token; one that has expired by the system's clock is as good as none. */
        @Override
        public Secret resolve(UnaryOperator<@Nullable String> environment) {
            return read().secretAt(Instant.now());
        }

        /**
         * Reads the file.
         *
         * @return the token and its end
         * @throws SecretException if nobody is logged in, or the file is no credential
         */
        public StoredToken read() {
            return StoredToken.read(this);
        }
    }
}
