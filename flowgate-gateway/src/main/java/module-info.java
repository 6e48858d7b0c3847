/** The embedded router engine: an HTTP gateway for LLM APIs that any JVM program can run. */
module dev.flowgate.gateway {
    requires static transitive org.jspecify;
    requires transitive dev.flowgate.core;
    requires com.fasterxml.jackson.core;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.vertx.core;
    requires org.slf4j;

    exports dev.flowgate.gateway;
    exports dev.flowgate.routing;
}
