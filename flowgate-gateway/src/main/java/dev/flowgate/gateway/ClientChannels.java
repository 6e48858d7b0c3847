package dev.flowgate.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The open connections of clients, so that one can be broken in a way that nobody takes a cut answer for a whole one. A
 * plain close would do for chunked answers, but one that ends with its connection would look complete. The HTTP library
 * does not give its channels away, so they are noted when they are accepted.
 */
@ChannelHandler.Sharable
final class ClientChannels extends ChannelInboundHandlerAdapter {
    private final ConcurrentMap<SocketAddress, Channel> open = new ConcurrentHashMap<>();
    private final Breaks breaks = new Breaks();

    /**
     * Closes a connection that breaks or brings what is no HTTP. The HTTP library would report it to a request that was
     * sent ahead and has no answer yet, and fail on that.
     */
    @ChannelHandler.Sharable
    private static final class Breaks extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }

    void watch(ServerBootstrap bootstrap) {
        bootstrap.handler(this);
    }

    /** Called for each accepted connection. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Channel accepted) {
            accepted.pipeline().addLast(breaks);
            SocketAddress peer = accepted.remoteAddress();
            if (peer != null) {
                open.put(peer, accepted);
                accepted.closeFuture().addListener(closed -> open.remove(peer, accepted));
            }
        }
        context.fireChannelRead(message);
    }

    void reset(HttpConnection connection) {
        var peer = connection.remoteAddress();
        Channel channel = open.get(new InetSocketAddress(peer.hostAddress(), peer.port()));
        if (channel != null) {
            // With no time to linger the system sends RST instead of FIN (socket(7)).
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        connection.close();
    }
}
