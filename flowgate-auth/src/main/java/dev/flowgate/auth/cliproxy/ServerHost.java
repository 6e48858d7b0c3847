package dev.flowgate.auth.cliproxy;

import java.util.Locale;

/**
 * An address to listen on, as the server's configuration has it.
 *
 * @param name as written; empty for all of the machine's addresses
 */
record ServerHost(String name) {

    /** Returns the address of a service, as the server needs it: it puts a colon and the port behind what is written. */
    static ServerHost ofService(String host) {
        return new ServerHost(host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host);
    }

    boolean isLoopback() {
        return ManagementKey.suits(name);
    }

    boolean isEverything() {
        return switch (canonical()) {
            case "", "0.0.0.0", "::" -> true;
            default -> false;
        };
    }

    /** Tells whether who asks the other address reaches a server that listens on this one. */
    boolean isReachedAt(ServerHost other) {
        return isEverything() || canonical().equals(other.canonical());
    }

    private String canonical() {
        String plain = name.toLowerCase(Locale.ROOT);
        if (plain.startsWith("[") && plain.endsWith("]")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        // Go listens on the IPv4 address of a name that has one.
        return "localhost".equals(plain) ? "127.0.0.1" : plain;
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "\"\" (every address of this machine)" : name;
    }
}
