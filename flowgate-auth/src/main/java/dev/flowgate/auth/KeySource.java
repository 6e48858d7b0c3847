package dev.flowgate.auth;

import dev.flowgate.secret.Secret;
import java.nio.file.Path;

/** Where a key to be imported comes from. None of them is a process argument, which every user of the machine can read. */
public sealed interface KeySource {
    /**
     * A key that the caller has, such as from a terminal without echo or from the standard input.
     *
     * @param key the key
     */
    record Given(Secret key) implements KeySource {}

    /**
     * A key in an environment variable.
     *
     * @param variable the variable's name
     */
    record Environment(String variable) implements KeySource {}

    /**
     * A key that is the content of a file, without surrounding white space.
     *
     * @param path the file
     */
    record File(Path path) implements KeySource {}
}
