package dev.flowgate.gateway;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Tells people why no connection to an upstream came about, and what to do. */
final class ConnectProblem {
    private ConnectProblem() {}

    /** Describes a failure to connect in one sentence without its end; null when nothing helpful is known. */
    static @Nullable String describe(Throwable failure, Upstream upstream) {
        String authority = upstream.authority();
        if (TlsProblem.find(failure, UnknownHostException.class::isInstance) != null) {
            return "The host of " + authority + " is unknown here. Check api_base, and this machine's network";
        }
        Throwable refused = TlsProblem.find(failure, ConnectException.class::isInstance);
        if (refused instanceof ConnectTimeoutException) {
            return authority + " did not take the connection in time. Check api_base, and this machine's network";
        }
        if (refused != null && String.valueOf(refused.getMessage()).contains("refused")) {
            return "Nothing listens at " + authority + ". Check api_base, and that the upstream runs";
        }
        return upstream.trust() == null ? null : TlsProblem.describe(failure, authority);
    }
}
