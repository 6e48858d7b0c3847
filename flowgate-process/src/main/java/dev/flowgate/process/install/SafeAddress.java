package dev.flowgate.process.install;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses that programs may be fetched from: https, so that nobody on the way can change them, or this machine. */
final class SafeAddress {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private SafeAddress() {}

    static boolean allows(URI address) {
        String host = address.getHost();
        return host != null
                && ("https".equalsIgnoreCase(address.getScheme())
                        || ("http".equalsIgnoreCase(address.getScheme()) && isLoopback(host)));
    }

    /** Tells whether two addresses are of one server, to which the same secrets may be told. */
    static boolean sameServer(URI one, URI other) {
        return lower(one.getScheme()).equals(lower(other.getScheme()))
                && lower(one.getHost()).equals(lower(other.getHost()))
                && port(one) == port(other);
    }

    /** The address without what may be a secret: user, query and fragment. */
    static String shown(URI address) {
        return server(address) + (address.getRawPath() == null ? "" : address.getRawPath());
    }

    /** The part of an address that names the server. */
    static String server(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private static boolean isLoopback(String host) {
        String name = lower(host);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static int port(URI address) {
        int usual = "https".equals(lower(address.getScheme())) ? HTTPS : HTTP;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
