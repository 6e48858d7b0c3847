package dev.flowgate.auth.cliproxy;

import java.util.Locale;

/**
 * Something in CLIProxyAPI's configuration that is unsafe, or that keeps FlowGate from working with the server. No text of it
 * has a key in it.
 *
 * @param kind which one it is
 * @param severity how bad it is
 * @param message what was found, and in which file
 * @param repair what to do about it, as a command or as what to write; without a final full stop
 * @param fixable whether {@link ServerFile#repair} does it
 */
public record ServerFinding(Kind kind, Severity severity, String message, String repair, boolean fixable) {
    /** How bad a finding is. */
    public enum Severity {
        /** It is unsafe, or it does not work. */
        FAILURE,
        /** It is a risk that may be meant so. */
        WARNING
    }

    /** What can be found. */
    public enum Kind {
        /** The file cannot be read, or is no configuration. */
        CONFIG_UNUSABLE,
        /** Others may read or write the file. */
        CONFIG_EXPOSED,
        /** Others may enter the folder of the credentials. */
        AUTH_DIR_EXPOSED,
        /** The folder of the credentials depends on where the server is started. */
        AUTH_DIR_RELATIVE,
        /** The folder of the credentials is not set. */
        AUTH_DIR_MISSING,
        /** Other machines reach the server. */
        HOST_NOT_LOOPBACK,
        /** FlowGate expects the server at another address. */
        HOST_DIFFERS,
        /** The server takes a random port. */
        PORT_MISSING,
        /** FlowGate expects the server at another port. */
        PORT_DIFFERS,
        /** Whoever reaches the server may use it. */
        NO_CLIENT_KEYS,
        /** A client key is one that is published as an example. */
        TEMPLATE_CLIENT_KEY,
        /** The server does not take the client key that FlowGate made for it. */
        CLIENT_KEY_UNKNOWN,
        /** The management key is one that is published as an example. */
        TEMPLATE_MANAGEMENT_KEY,
        /** Other machines may manage the server. */
        REMOTE_MANAGEMENT,
        /** The server downloads a web page and serves it. */
        CONTROL_PANEL,
        /** The server speaks HTTPS, and FlowGate asks by HTTP. */
        TLS_ENABLED,
        /** Go's profiler runs. */
        PROFILER;

        /**
         * Returns the name for scripts, which stays the same.
         *
         * @return such as {@code host-not-loopback}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
