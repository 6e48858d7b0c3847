package dev.flowgate.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is to be found: in the configuration itself, in an environment variable, or in a file. Resolving is
 * left to the moment of use, so that a missing secret stops only what needs it. No form prints a secret.
 */
public sealed interface SecretReference {
    /** The prefix by which LiteLLM configurations refer to an environment variable. */
    String ENVIRONMENT_PREFIX = "os.environ/";

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
}
