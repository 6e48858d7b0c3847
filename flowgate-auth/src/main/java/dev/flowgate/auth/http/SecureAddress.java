package dev.flowgate.auth.http;

import dev.flowgate.auth.spi.AuthException;
import java.net.URI;
import java.util.regex.Pattern;

/** Keeps secrets off the open network: an address must be https, unless it is on this machine. */
public final class SecureAddress {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

    private SecureAddress() {}

    /**
     * Checks an address that a secret is to be sent to, or got from.
     *
     * @param address an absolute address
     * @param name what names the address in a message, such as a setting's path
     * @return the same address
     * @throws AuthException if it is neither https nor on the loopback interface, or names a user or a fragment
     */
    public static URI require(URI address, String name) {
        String host = address.getHost();
        boolean secure = "https".equalsIgnoreCase(address.getScheme())
                || ("http".equalsIgnoreCase(address.getScheme())
                        && host != null
                        && LOOPBACK.matcher(host).matches());
        if (!secure || host == null) {
            throw new AuthException(name + " must begin with https://, because secrets go there."
                    + " http:// is allowed only for 127.0.0.1, [::1] and localhost.");
        }
        if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
            throw new AuthException(name + " must have no user name and no fragment (#...) in it.");
        }
        return address;
    }
}
