package dev.flowgate.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Breaks a client's connection so that nobody can take a cut answer for a whole one. A plain close would do for chunked
 * answers, but an answer that ends with its connection would look complete.
 */
final class ConnectionReset {
    private ConnectionReset() {}

    static void reset(ContextInternal context, HttpConnection connection) {
        Channel channel = find(context.nettyEventLoop(), connection.remoteAddress());
        if (channel != null) {
            // With no time to linger the system sends RST instead of FIN (socket(7)).
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        connection.close();
    }

    /** The HTTP library does not give its channel away; this is rare enough to search for it. */
    private static @Nullable Channel find(EventLoop loop, SocketAddress remote) {
        if (!(loop instanceof SingleThreadEventLoop registry)) {
            return null;
        }
        for (Iterator<Channel> channels = registry.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel.remoteAddress() instanceof InetSocketAddress address
                    && address.getPort() == remote.port()
                    && address.getAddress() != null
                    && address.getAddress().getHostAddress().equals(remote.hostAddress())
                    && channel.parent() != null) {
                return channel;
            }
        }
        return null;
    }
}
